package io.cameletl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.cameletl.EtlEvent.Example;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EtlEventTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final RunReport FAILED = new RunReport(
            "p", 7, RunOutcome.FAILED, NOW, Duration.ZERO, 1, 10, 10, Map.of(), null, "pipeline \"p\": no such table");

    @Test
    void a_failed_run_says_what_its_report_does() {
        EtlEvent event = new EtlEvent.RunFailed(NOW, FAILED, new IllegalStateException("no such table"), 0);

        assertThat(event.pipeline()).isEqualTo("p");
        assertThat(event.runNumber()).isEqualTo(7);
        assertThat(event.message()).isEqualTo("pipeline \"p\": no such table");
    }

    @Test
    void a_failure_without_words_is_named_by_its_class() {
        EtlEvent event = new EtlEvent.PageRetried("p", 7, NOW, 1, 5, Duration.ofSeconds(1), new IOException(), 0);

        assertThat(event.message()).isEqualTo("a page failed, try 1 of 5 follows in 1000 ms: java.io.IOException");
    }

    @Test
    void a_breaker_is_of_no_run() {
        assertThat(new EtlEvent.BreakerClosed("p", NOW).runNumber()).isZero();
        assertThat(new EtlEvent.BreakerClosed("p", NOW).cause()).isNull();
    }

    @Test
    void as_json_an_event_has_all_but_its_cause() throws JsonProcessingException {
        EtlEvent rejected = new EtlEvent.RecordsRejected("p", 7, NOW, 2, 3, new Example("t", "id = 1", "too long"));

        assertThat(json(rejected))
                .containsOnlyKeys(
                        "kind", "pipeline", "runNumber", "at", "message", "leftOut", "page", "records", "first")
                .containsEntry("kind", "RECORDS_REJECTED")
                .containsEntry("at", "2026-01-01T00:00:00Z")
                .containsEntry("message", rejected.message())
                .containsEntry("first", Map.of("table", "t", "key", "id = 1", "reason", "too long"));
        assertThat(json(new EtlEvent.RunFailed(NOW, FAILED, new IllegalStateException(), 0)))
                .containsOnlyKeys("kind", "pipeline", "runNumber", "at", "message", "leftOut", "run");
        assertThat(json(new EtlEvent.BreakerClosed("p", NOW)))
                .containsOnlyKeys("kind", "pipeline", "runNumber", "at", "message", "leftOut");
    }

    private static Map<String, Object> json(EtlEvent event) throws JsonProcessingException {
        JsonMapper mapper = JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .build();
        return mapper.readValue(mapper.writeValueAsString(event), new TypeReference<>() {});
    }
}
