package io.cameletl.camel;

import org.apache.camel.spi.Metadata;

/** The headers of the {@code etl:} component. */
public final class EtlConstants {
    @Metadata(
            label = "producer",
            description = "The operation to perform instead of the endpoint's. Read where `allowOperationHeader=true`.",
            javaType = "io.cameletl.camel.EtlOperation",
            enums =
                    "run,next,load,status,seek,replay,pause,resume,adopt,closeBreaker,verify,plan,reset,reload,reconcile")
    public static final String OPERATION = "CamelEtlOperation";

    @Metadata(
            label = "producer",
            description = "The pipeline's name. Set by every operation, and on requests to a source endpoint.",
            javaType = "String")
    public static final String PIPELINE = "CamelEtlPipeline";

    @Metadata(
            label = "producer",
            description =
                    "The cursor to read after; null before the first page of a pipeline without a seed. Set by `next`, and on requests to a source endpoint.",
            javaType = "Object")
    public static final String AFTER = "CamelEtlAfter";

    @Metadata(
            label = "producer",
            description =
                    "The change time to read after, when the cursor is a `TimestampCursor`: an `OffsetDateTime`; with `sourceTimeZone`, a `LocalDateTime` in that zone. Set by `next`, and on requests to a source endpoint.",
            javaType = "java.time.temporal.Temporal")
    public static final String AFTER_AT = "CamelEtlAfterAt";

    @Metadata(
            label = "producer",
            description =
                    "`CamelEtlAfterAt` as text, such as `2026-01-31 12:00:00.000000`: in `sourceTimeZone`, or in UTC with its offset. Set by `next`, and on requests to a source endpoint.",
            javaType = "String")
    public static final String AFTER_AT_TEXT = "CamelEtlAfterAtText";

    @Metadata(
            label = "producer",
            description =
                    "The id to read after among rows of the same change time, when the cursor is a `TimestampCursor`. Set by `next`, and on requests to a source endpoint.",
            javaType = "String")
    public static final String AFTER_ID = "CamelEtlAfterId";

    @Metadata(
            label = "producer",
            description =
                    "The window's start, inclusive; of the type of `CamelEtlAfterAt`. Set by `next`, and on requests to a source endpoint. Read by `reload`, also as text: the first change time to read again.",
            javaType = "java.time.temporal.Temporal")
    public static final String FROM_AT = "CamelEtlFromAt";

    @Metadata(
            label = "producer",
            description =
                    "`CamelEtlFromAt` as text, as `CamelEtlAfterAtText`. Set by `next`, and on requests to a source endpoint.",
            javaType = "String")
    public static final String FROM_AT_TEXT = "CamelEtlFromAtText";

    @Metadata(
            label = "producer",
            description =
                    "The window's end, exclusive; of the type of `CamelEtlAfterAt`. Set by `next`, and on requests to a source endpoint. Read by `reload`, also as text: the end of the change times to read again.",
            javaType = "java.time.temporal.Temporal")
    public static final String BEFORE_AT = "CamelEtlBeforeAt";

    @Metadata(
            label = "producer",
            description =
                    "`CamelEtlBeforeAt` as text, as `CamelEtlAfterAtText`. Set by `next`, and on requests to a source endpoint.",
            javaType = "String")
    public static final String BEFORE_AT_TEXT = "CamelEtlBeforeAtText";

    @Metadata(
            label = "producer",
            description =
                    "How many rows to read: one more than `pageSize`, which tells whether there is a next page. Set by `next`, and on requests to a source endpoint.",
            javaType = "Integer")
    public static final String LIMIT = "CamelEtlLimit";

    @Metadata(
            label = "producer",
            description =
                    "The position's version. Set by `next`, read by `load`, which is refused when the position has moved since.",
            javaType = "Long")
    public static final String VERSION = "CamelEtlVersion";

    @Metadata(
            label = "producer",
            description =
                    "The cursor to commit or to set, of the pipeline's cursor type or as its JSON. Read by `load` and `seek`.",
            javaType = "Object")
    public static final String END_CURSOR = "CamelEtlEndCursor";

    @Metadata(
            label = "producer",
            description =
                    "Whether the window goes on after this page; unless it does, the load closes it. Read by `load`.",
            javaType = "Boolean",
            defaultValue = "false")
    public static final String HAS_NEXT_PAGE = "CamelEtlHasNextPage";

    @Metadata(
            label = "producer",
            description =
                    "The numbers of the skipped pages to load again: one, several with commas, or a collection. Read by `replay`; without it, all skipped pages and all rejected records are loaded again.",
            javaType = "Object")
    public static final String SKIPPED_PAGES = "CamelEtlSkippedPages";

    @Metadata(
            label = "producer",
            description =
                    "The keys of the rows to read again, by columns of the query: maps such as `{id=7}` in a collection, or JSON such as `[{\"id\": 7}, {\"id\": 8}]`. Read by `reload`.",
            javaType = "Object")
    public static final String KEYS = "CamelEtlKeys";

    @Metadata(
            label = "producer",
            description =
                    "The first key of the rows to read again, by columns of the query: a map such as `{id=100}`, or JSON such as `{\"id\": 100}`. All after it up to `CamelEtlToKey` are read, in the order of the source. Read by `reload`.",
            javaType = "Object")
    public static final String FROM_KEY = "CamelEtlFromKey";

    @Metadata(
            label = "producer",
            description =
                    "The last key of the rows to read again, as `CamelEtlFromKey`; it is read, too. Read by `reload`.",
            javaType = "Object")
    public static final String TO_KEY = "CamelEtlToKey";

    @Metadata(
            label = "producer",
            description = "Whether skipped pages, rejected and postponed records are given up, too. Read by `reset`.",
            javaType = "Boolean",
            defaultValue = "false")
    public static final String DISCARD_LEDGERS = "CamelEtlDiscardLedgers";

    private EtlConstants() {}
}
