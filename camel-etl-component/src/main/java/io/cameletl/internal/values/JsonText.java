package io.cameletl.internal.values;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.cameletl.internal.outlet.Value;
import io.cameletl.internal.values.ColumnType.Kind;

/** Writes any value that Jackson can write as JSON. A text is JSON already. */
final class JsonText {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .build();

    private JsonText() {}

    /** @throws UnsuitableValueException when the value cannot be written, or {@code jsonb} cannot hold it */
    static String of(Object value, Kind kind) throws UnsuitableValueException {
        String json;
        try {
            json = value instanceof CharSequence text ? text.toString() : JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UnsuitableValueException(
                    "a " + value.getClass().getName() + " cannot be written as JSON: "
                            + Value.words(e.getOriginalMessage()),
                    e);
        }
        if (kind == Kind.JSONB && holdsNul(json)) {
            throw UnsuitableValueException.nul();
        }
        return json;
    }

    /** Whether there is an escaped U+0000, which {@code json} keeps as it is and {@code jsonb} refuses. */
    private static boolean holdsNul(String json) {
        int at = json.indexOf("\\u0000");
        while (at >= 0) {
            int backslashes = 1;
            while (at - backslashes >= 0 && json.charAt(at - backslashes) == '\\') {
                backslashes++;
            }
            // After an even number of them the backslash is an escaped one, and u0000 plain text.
            if (backslashes % 2 == 1) {
                return true;
            }
            at = json.indexOf("\\u0000", at + 1);
        }
        return false;
    }
}
