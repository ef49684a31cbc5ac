package io.cameletl.internal.console.state;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A part of what a statement answered. Times that no clock shows, such as infinity, are as good as none: whoever wrote them
 * by hand must still be shown the rest.
 */
record Node(JsonNode json) {
    String text(String name) {
        return json.path(name).asText("");
    }

    @Nullable
    String optional(String name) {
        JsonNode value = json.path(name);
        return value.isMissingNode() || value.isNull() ? null : value.isValueNode() ? value.asText() : value.toString();
    }

    long number(String name) {
        return json.path(name).asLong();
    }

    @Nullable
    Long optionalNumber(String name) {
        return json.path(name).isNumber() ? json.path(name).asLong() : null;
    }

    boolean truth(String name) {
        return json.path(name).asBoolean();
    }

    @Nullable
    Instant time(String name) {
        return time(json.path(name));
    }

    @Nullable
    Duration duration(String name) {
        return duration(json.path(name));
    }

    static @Nullable Instant time(JsonNode value) {
        Duration since = duration(value);
        try {
            return since == null ? null : Instant.EPOCH.plus(since);
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    static @Nullable Duration duration(JsonNode value) {
        if (!value.isNumber()) {
            return null;
        }
        BigDecimal seconds = value.decimalValue();
        long whole = seconds.longValue();
        return Duration.ofSeconds(
                whole,
                seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValue());
    }

    <T> List<T> all(String name, Function<Node, T> reading) {
        return StreamSupport.stream(json.path(name).spliterator(), false)
                .map(each -> reading.apply(new Node(each)))
                .toList();
    }
}
