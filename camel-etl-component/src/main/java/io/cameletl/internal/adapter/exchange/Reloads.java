package io.cameletl.internal.adapter.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cameletl.camel.EtlConstants;
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
import org.jspecify.annotations.Nullable;

/** Reads which rows are to be read again. */
public final class Reloads {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private Reloads() {}

    /**
     * @param from the first change time, as a Java time or a text; null for none
     * @param before the end of the change times, in the same way
     * @param keys keys as maps of columns and values: one, a collection, or the same as JSON; null for none
     * @param zone of times without one; null for UTC
     * @throws IllegalArgumentException that says what is wrong
     */
    public static ReloadRange of(
            @Nullable Object from, @Nullable Object before, @Nullable Object keys, @Nullable ZoneId zone) {
        Instant begin = time(EtlConstants.FROM_AT, from, zone);
        Instant end = time(EtlConstants.BEFORE_AT, before, zone);
        List<Map<?, ?>> named = maps(keys);
        List<String> columns = new ArrayList<>();
        if (!named.isEmpty()) {
            named.get(0).keySet().forEach(column -> columns.add(String.valueOf(column)));
        }
        List<List<String>> values = new ArrayList<>();
        for (Map<?, ?> key : named) {
            values.add(values(key, columns));
        }
        if (keys != null && columns.isEmpty()) {
            throw notKeys("there is none in it", null);
        }
        return new ReloadRange(begin, end, columns, values);
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

    private static @Nullable Object parsed(String json) {
        try {
            return JSON.readValue(json, Object.class);
        } catch (JsonProcessingException e) {
            e.clearLocation();
            throw notKeys("it is no JSON", e);
        }
    }

    private static List<Map<?, ?>> maps(@Nullable Object keys) {
        List<Map<?, ?>> maps = new ArrayList<>();
        for (Object key : several(keys)) {
            if (!(key instanceof Map<?, ?> map)) {
                throw notKeys("there is something else in it", null);
            }
            maps.add(map);
        }
        return maps;
    }

    private static Collection<?> several(@Nullable Object keys) {
        if (keys == null) {
            return List.of();
        }
        if (keys instanceof String json) {
            return several(parsed(json));
        }
        if (keys instanceof Collection<?> several) {
            return several;
        }
        return List.of(keys);
    }

    private static List<String> values(Map<?, ?> key, List<String> columns) {
        List<String> values = new ArrayList<>();
        for (String column : columns) {
            Object value = key.get(column);
            if (value == null || value instanceof Map || value instanceof Collection) {
                throw notKeys("a key has no single value for the column " + column, null);
            }
            values.add(value instanceof BigDecimal number ? number.toPlainString() : value.toString());
        }
        if (key.size() != columns.size()) {
            throw notKeys("its keys are of different columns", null);
        }
        return values;
    }

    private static IllegalArgumentException notKeys(String why, @Nullable Exception cause) {
        return new IllegalArgumentException(
                EtlConstants.KEYS
                        + " must name keys by the query's columns and their values, as maps or as JSON such as"
                        + " [{\"id\": 7}, {\"id\": 8}], and " + why,
                cause);
    }
}
