package io.cameletl.internal.adapter.management;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.cameletl.PipelineStatus.HistoryEntry;
import io.cameletl.StoredCursor;
import io.cameletl.internal.engine.driver.DoneAction;

/** Reports and statuses as JSON; times and durations as ISO 8601. */
final class StatusJson {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .addMixIn(StoredCursor.class, RawJson.class)
            .addMixIn(HistoryEntry.class, RawTables.class)
            .addMixIn(DoneAction.class, RawDetails.class)
            .build();

    private StatusJson() {}

    static String of(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + value, e);
        }
    }

    /** What is JSON already. */
    interface RawJson {
        @JsonRawValue
        String json();
    }

    interface RawTables {
        @JsonRawValue
        String tables();
    }

    interface RawDetails {
        @JsonRawValue
        String details();
    }
}
