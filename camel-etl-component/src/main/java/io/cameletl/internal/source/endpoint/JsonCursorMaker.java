package io.cameletl.internal.source.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.cameletl.EtlException;
import io.cameletl.internal.engine.spec.CursorCodec;
import io.cameletl.internal.values.TimeConverter;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes cursors of a user's type from their JSON. */
final class JsonCursorMaker<C> implements CursorMaker<C> {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final String pipeline;
    private final List<String> properties;
    private final CursorCodec<C> codec;

    JsonCursorMaker(String pipeline, List<String> columns, Class<C> type) {
        if (columns.isEmpty()) {
            throw new EtlException(
                    pipeline, "cursorColumns is empty. Name the columns that make a " + type.getSimpleName());
        }
        this.pipeline = pipeline;
        this.properties = properties(columns, type);
        this.codec = new CursorCodec<>(pipeline, type);
    }

    @Override
    public Object value(int column, Object value) {
        if (value instanceof java.sql.Date date) {
            return date.toLocalDate();
        } else if (value instanceof java.sql.Time time) {
            return time.toLocalTime();
        } else if (value instanceof java.util.Date || value instanceof java.util.Calendar) {
            Instant instant =
                    TimeConverter.instant(value, ZoneOffset.UTC); // Jackson would cut a Timestamp to milliseconds
            return instant == null ? value : instant;
        }
        return value;
    }

    @Override
    public C make(List<Object> values) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            map.put(properties.get(i), values.get(i));
        }
        try {
            return codec.read(JSON.writeValueAsString(map));
        } catch (JsonProcessingException e) {
            throw new EtlException(
                    pipeline, "the cursor columns' values " + map + " cannot be written as JSON for the cursorType", e);
        }
    }

    private static List<String> properties(List<String> columns, Class<?> type) {
        List<String> byName = columns.stream().map(JsonCursorMaker::camelCase).toList();
        @Nullable RecordComponent[] components = type.getRecordComponents();
        if (components == null || components.length != columns.size()) {
            return byName;
        }
        List<String> inOrder = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        return new HashSet<>(inOrder).equals(new HashSet<>(byName)) ? byName : inOrder;
    }

    private static String camelCase(String column) {
        boolean shouted = column.equals(column.toUpperCase(Locale.ROOT));
        StringBuilder name = new StringBuilder();
        for (char c : (shouted ? column.toLowerCase(Locale.ROOT) : column).toCharArray()) {
            boolean wordStart = name.length() > 1 && name.charAt(name.length() - 1) == '_';
            if (wordStart) {
                name.setLength(name.length() - 1);
            }
            name.append(wordStart ? Character.toUpperCase(c) : c);
        }
        return name.toString();
    }
}
