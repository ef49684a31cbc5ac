package io.cameletl.internal.console.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;

/** The views as JSON, times and durations as ISO 8601; and orders out of it. */
final class Json {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .build();

    private Json() {}

    static Answer answer(int status, Object value) {
        try {
            return Answer.of(status, Answer.JSON, JSON.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a view that is no JSON", e);
        }
    }

    /** @throws ProblemException when it is no JSON of that kind */
    static <T> T read(byte[] body, Class<T> type) throws ProblemException {
        try {
            T value = JSON.readValue(body, type);
            if (value != null) {
                return value;
            }
        } catch (IOException e) {
            // told below, without what Jackson quotes of it
        }
        throw new ProblemException(
                400, "Not the JSON expected", "The body is a JSON object with the fields that openapi.yaml names.");
    }
}
