package io.cameletl.camel;

import org.apache.camel.spi.Metadata;

/** The headers of the {@code etl:} component. */
public final class EtlConstants {
    @Metadata(
            label = "producer",
            description = "The operation to perform instead of the endpoint's.",
            javaType = "io.cameletl.camel.EtlOperation")
    public static final String OPERATION = "CamelEtlOperation";

    @Metadata(
            label = "producer",
            description = "The pipeline's name, on what next, run and load answer.",
            javaType = "String")
    public static final String PIPELINE = "CamelEtlPipeline";

    @Metadata(
            label = "producer",
            description =
                    "The position after which to read, as the pipeline's cursor type; absent before the first page"
                            + " of a pipeline without a seed. Set by next, and on requests to a source endpoint.",
            javaType = "Object")
    public static final String AFTER = "CamelEtlAfter";

    @Metadata(
            label = "producer",
            description =
                    "The change time after which to read, when the cursor is a TimestampCursor. Set by next, and on"
                            + " requests to a source endpoint.",
            javaType = "java.time.OffsetDateTime")
    public static final String AFTER_AT = "CamelEtlAfterAt";

    @Metadata(
            label = "producer",
            description = "The id after which to read among rows of the same change time, when the cursor is a"
                    + " TimestampCursor. Set by next, and on requests to a source endpoint.",
            javaType = "String")
    public static final String AFTER_ID = "CamelEtlAfterId";

    @Metadata(
            label = "producer",
            description = "The window's start, inclusive. Set by next, and on requests to a source endpoint.",
            javaType = "java.time.OffsetDateTime")
    public static final String FROM_AT = "CamelEtlFromAt";

    @Metadata(
            label = "producer",
            description = "The window's end, exclusive. Set by next, and on requests to a source endpoint.",
            javaType = "java.time.OffsetDateTime")
    public static final String BEFORE_AT = "CamelEtlBeforeAt";

    @Metadata(
            label = "producer",
            description =
                    "How many rows to read: one more than the page size, which tells whether there is a next page."
                            + " Set by next, and on requests to a source endpoint.",
            javaType = "Integer")
    public static final String LIMIT = "CamelEtlLimit";

    @Metadata(
            label = "producer",
            description =
                    "The position's version as next saw it. A load that carries it is refused when the position has"
                            + " moved since.",
            javaType = "Long")
    public static final String VERSION = "CamelEtlVersion";

    @Metadata(
            label = "producer",
            description =
                    "The cursor to commit with a load, or to set by seek: the pipeline's cursor type, or its JSON.",
            javaType = "Object")
    public static final String END_CURSOR = "CamelEtlEndCursor";

    @Metadata(
            label = "producer",
            description = "Whether the window goes on after the page to load; when not, the load closes it.",
            javaType = "Boolean",
            defaultValue = "false")
    public static final String HAS_NEXT_PAGE = "CamelEtlHasNextPage";

    private EtlConstants() {}
}
