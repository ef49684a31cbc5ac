package io.cameletl;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The cursor of the built-in {@code query} source: the last row's value of each cursor column, in the database's own
 * text form, so that no type loses a digit on its way. Its JSON is the map itself:
 * {@code {"updated_at": "2026-01-31 12:00:00.123456+00", "id": "42"}}. This constructor stays.
 *
 * @param values the values by column name, in the order of {@code cursorColumns}; immutable
 */
public record KeysetCursor(@JsonValue Map<String, String> values) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public KeysetCursor {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
