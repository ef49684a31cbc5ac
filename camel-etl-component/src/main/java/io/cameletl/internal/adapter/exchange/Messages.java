package io.cameletl.internal.adapter.exchange;

import io.cameletl.EtlException;
import io.cameletl.ExtractRequest;
import io.cameletl.TimestampCursor;
import io.cameletl.camel.EtlConstants;
import io.cameletl.internal.engine.Pipeline;
import io.cameletl.internal.engine.spec.CursorCodec;
import io.cameletl.internal.source.endpoint.ChangeTimes;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Reads cursors and numbers of pages out of messages, and writes requests into them. */
public final class Messages {
    /** The header of each value of a request. */
    private static final Map<String, String> HEADERS = Map.of(
            "after", EtlConstants.AFTER,
            "afterAt", EtlConstants.AFTER_AT,
            "afterAtText", EtlConstants.AFTER_AT_TEXT,
            "afterId", EtlConstants.AFTER_ID,
            "fromAt", EtlConstants.FROM_AT,
            "fromAtText", EtlConstants.FROM_AT_TEXT,
            "beforeAt", EtlConstants.BEFORE_AT,
            "beforeAtText", EtlConstants.BEFORE_AT_TEXT,
            "limit", EtlConstants.LIMIT);

    private Messages() {}

    /** @throws EtlException when the value is neither of the pipeline's cursor type nor its JSON */
    public static <C> C cursor(Pipeline<C> pipeline, @Nullable Object value) {
        CursorCodec<C> codec = pipeline.spec().cursors();
        if (codec.type().isInstance(value)) {
            return codec.type().cast(value);
        }
        if (value instanceof String json) {
            return codec.parse(json);
        }
        throw new EtlException(
                pipeline.spec().name(),
                "needs a cursor of type " + codec.type().getName() + ", or its JSON, in the header "
                        + EtlConstants.END_CURSOR + " (seek: or in the body), and found "
                        + (value == null ? "none" : value.getClass().getName()));
    }

    /**
     * Writes a page's request into the headers.
     *
     * @param times how change times are bound
     */
    public static void setRequest(Message message, ExtractRequest<?> request, ChangeTimes times) {
        parameters(request, times).forEach((name, value) -> message.setHeader(HEADERS.get(name), value));
        message.setHeader(EtlConstants.PIPELINE, request.pipeline());
    }

    /**
     * A page's request as the body that binds to {@code sql:} parameters such as {@code :#afterAt}.
     *
     * @param times how change times are bound
     * @return the values by the names in {@link #HEADERS}; a value may be null
     */
    static Map<String, @Nullable Object> parameters(ExtractRequest<?> request, ChangeTimes times) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("after", request.after());
        if (request.after() instanceof TimestampCursor cursor) {
            putTime(values, "afterAt", cursor.at(), times);
            values.put("afterId", cursor.id());
        }
        putTime(values, "fromAt", request.fromAt(), times);
        putTime(values, "beforeAt", request.beforeAt(), times);
        values.put("limit", request.pageSize() + 1);
        return values;
    }

    private static void putTime(Map<String, @Nullable Object> values, String name, Instant at, ChangeTimes times) {
        values.put(name, times.parameter(at));
        values.put(name + "Text", times.text(at));
    }

    /**
     * Reads which skipped pages are to be replayed.
     *
     * @param named a number, several separated by commas, a collection of numbers; null for all
     * @return their numbers in the ledger; empty for all
     * @throws IllegalArgumentException when it names none, or something that is no number
     */
    public static Set<Long> skippedPages(@Nullable Object named) {
        if (named == null) {
            return Set.of();
        }
        Stream<?> numbers = named instanceof Collection<?> several
                ? several.stream()
                : Stream.of(named.toString().split(","));
        Set<Long> pages;
        try {
            pages = numbers.map(number -> Long.valueOf(String.valueOf(number).strip()))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (NumberFormatException e) {
            throw notPages(named, e);
        }
        // Whoever has worked out that there is nothing to replay does not mean everything.
        if (pages.isEmpty()) {
            throw notPages(named, null);
        }
        return pages;
    }

    private static IllegalArgumentException notPages(Object named, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "skipped pages are named by their numbers in the ledger, such as 3,5, in the header "
                        + EtlConstants.SKIPPED_PAGES + " or to JMX, and not \"" + named
                        + "\". Name none at all to replay everything",
                cause);
    }
}
