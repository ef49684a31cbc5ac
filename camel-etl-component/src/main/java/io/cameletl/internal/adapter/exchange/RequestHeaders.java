package io.cameletl.internal.adapter.exchange;

import io.cameletl.ExtractRequest;
import io.cameletl.TimestampCursor;
import io.cameletl.camel.EtlConstants;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** A page's request as headers, and as the body that binds to {@code sql:} parameters such as {@code :#afterAt}. */
public final class RequestHeaders {
    private RequestHeaders() {}

    public static void setHeaders(Message message, ExtractRequest<?> request) {
        values(request).forEach((name, value) -> message.setHeader(header(name), value));
        message.setHeader(EtlConstants.PIPELINE, request.pipeline());
    }

    /** @return {@code after, afterAt, afterId, fromAt, beforeAt, limit}; a value may be null */
    static Map<String, @Nullable Object> values(ExtractRequest<?> request) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("after", request.after());
        if (request.after() instanceof TimestampCursor cursor) {
            values.put("afterAt", cursor.at().atOffset(ZoneOffset.UTC));
            values.put("afterId", cursor.id());
        }
        values.put("fromAt", request.fromAt().atOffset(ZoneOffset.UTC));
        values.put("beforeAt", request.beforeAt().atOffset(ZoneOffset.UTC));
        values.put("limit", request.pageSize() + 1);
        return values;
    }

    private static String header(String name) {
        return switch (name) {
            case "after" -> EtlConstants.AFTER;
            case "afterAt" -> EtlConstants.AFTER_AT;
            case "afterId" -> EtlConstants.AFTER_ID;
            case "fromAt" -> EtlConstants.FROM_AT;
            case "beforeAt" -> EtlConstants.BEFORE_AT;
            default -> EtlConstants.LIMIT;
        };
    }
}
