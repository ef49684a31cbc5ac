package io.cameletl.internal.adapter.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cameletl.camel.EtlConstants;
import io.cameletl.internal.engine.spec.KeySpan;
import io.cameletl.internal.engine.spec.ReloadRange;
import io.cameletl.internal.values.TimeConverter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads which rows are to be read again. */
public final class Reloads {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private Reloads() {}

    /**
     * @param header gives a header's value by its name: change times as Java times or texts; keys as maps of columns and
     *     values, one or, of {@code CamelEtlKeys}, a collection, or the same as JSON; null for none
     * @param zone of times without one; null for UTC
     * @throws IllegalArgumentException that says what is wrong
     */
    public static ReloadRange of(Function<String, @Nullable Object> header, @Nullable ZoneId zone) {
        Instant begin = time(EtlConstants.FROM_AT, header.apply(EtlConstants.FROM_AT), zone);
        Instant end = time(EtlConstants.BEFORE_AT, header.apply(EtlConstants.BEFORE_AT), zone);
        Keys keys = keys(EtlConstants.KEYS, header.apply(EtlConstants.KEYS), null);
        Keys from = one(EtlConstants.FROM_KEY, header, null);
        Keys to = one(EtlConstants.TO_KEY, header, from);
        KeySpan span = from.isEmpty() && to.isEmpty() ? null : new KeySpan(from.first(), false, to.first());
        List<String> columns = Stream.of(keys, from, to)
                .filter(each -> !each.isEmpty())
                .findFirst()
                .map(Keys::columns)
                .orElse(List.of());
        return new ReloadRange(begin, end, columns, keys.values(), span);
    }

    /** Keys of the same columns, in the order of these. */
    private record Keys(List<String> columns, List<List<String>> values) {
        boolean isEmpty() {
            return values.isEmpty();
        }

        @Nullable
        List<String> first() {
            return values.isEmpty() ? null : values.get(0);
        }
    }

    /** @param other a key whose columns it must have, unless it is empty; null for none */
    private static Keys one(String header, Function<String, @Nullable Object> headers, @Nullable Keys other) {
        Keys keys = keys(header, headers.apply(header), other == null || other.isEmpty() ? null : other.columns());
        if (keys.values().size() > 1) {
            throw notKeys(header, "there are several in it", null);
        }
        return keys;
    }

    /** @param given the columns that they must have; null for those of the first */
    private static Keys keys(String header, @Nullable Object value, @Nullable List<String> given) {
        List<Map<?, ?>> named = maps(header, value);
        List<String> columns = new ArrayList<>();
        if (given != null) {
            columns.addAll(given);
        } else if (!named.isEmpty()) {
            named.get(0).keySet().forEach(column -> columns.add(String.valueOf(column)));
        }
        if (value != null && (named.isEmpty() || columns.isEmpty())) {
            throw notKeys(header, "there is none in it", null);
        }
        List<List<String>> values = new ArrayList<>();
        for (Map<?, ?> key : named) {
            values.add(values(header, key, columns));
        }
        return new Keys(columns, values);
    }

    private static @Nullable Instant time(String header, @Nullable Object value, @Nullable ZoneId zone) {
        if (value == null) {
            return null;
        }
        Instant time = TimeConverter.instant(value, zone == null ? ZoneOffset.UTC : zone);
        if (time == null) {
            throw new IllegalArgumentException(
                    header + " must be a time such as 2026-01-31T12:00:00Z, and is none that can be read");
        }
        return time;
    }

    private static @Nullable Object parsed(String header, String json) {
        try {
            return JSON.readValue(json, Object.class);
        } catch (JsonProcessingException e) {
            e.clearLocation();
            throw notKeys(header, "it is no JSON", e);
        }
    }

    private static List<Map<?, ?>> maps(String header, @Nullable Object keys) {
        List<Map<?, ?>> maps = new ArrayList<>();
        for (Object key : several(header, keys)) {
            if (!(key instanceof Map<?, ?> map)) {
                throw notKeys(header, "there is something else in it", null);
            }
            maps.add(map);
        }
        return maps;
    }

    private static Collection<?> several(String header, @Nullable Object keys) {
        if (keys == null) {
            return List.of();
        }
        if (keys instanceof String json) {
            return several(header, parsed(header, json));
        }
        if (keys instanceof Collection<?> several) {
            return several;
        }
        return List.of(keys);
    }

    private static List<String> values(String header, Map<?, ?> key, List<String> columns) {
        List<String> values = new ArrayList<>();
        for (String column : columns) {
            Object value = key.get(column);
            if (value == null || value instanceof Map || value instanceof Collection) {
                throw notKeys(header, "a key has no single value for the column " + column, null);
            }
            values.add(value instanceof BigDecimal number ? number.toPlainString() : value.toString());
        }
        if (key.size() != columns.size()) {
            throw notKeys(header, "its keys are of different columns", null);
        }
        return values;
    }

    private static IllegalArgumentException notKeys(String header, String why, @Nullable Exception cause) {
        String example = header.equals(EtlConstants.KEYS)
                ? " must name keys by the query's columns and their values, as maps or as JSON such as"
                        + " [{\"id\": 7}, {\"id\": 8}], and "
                : " must name one key by the query's columns and their values, as a map or as JSON such as {\"id\": 7},"
                        + " and ";
        return new IllegalArgumentException(header + example + why, cause);
    }
}
