package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.TimestampCursor;
import io.cameletl.camel.EtlConfiguration;
import io.cameletl.dsl.EtlRouteBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A number, duration, boolean or enum that is none is refused wherever it is given; none is taken for zero. */
class OptionValuesTest {
    private static final List<String> DURATIONS = List.of(
            "consistencyDelay",
            "lookback",
            "verifyPause",
            "fullPassEvery",
            "verifyEvery",
            "leaseDuration",
            "redeliveryDelay",
            "maximumRedeliveryDelay",
            "lateAfter",
            "historyRetention");
    private static final List<String> NUMBERS = List.of(
            "pageSize",
            "backlogPageSize",
            "maxPagesPerRun",
            "prefetch",
            "lanes",
            "initialShards",
            "verifyRangeSize",
            "verifyRowsPerSecond",
            "maximumRedeliveries",
            "maxRejectsPerRun",
            "historyMaxRuns");
    private static final List<String> OTHERS = List.of(
            "backOffMultiplier",
            "openTransactionGuard",
            "createTables",
            "keepFailedStaging",
            "operation",
            "staging",
            "schemaChanges",
            "createTargetTables",
            "deletes",
            "strategy",
            "surplus",
            "mode",
            "onExhausted",
            "onBadRecord");

    static Stream<Arguments> bad() {
        Map<List<String>, List<String>> values = Map.of(
                DURATIONS,
                List.of(
                        "10S",
                        "10 secs",
                        "10secs",
                        "ages",
                        "1h 30m",
                        "30m1h",
                        "1m1m",
                        "1.5s",
                        "5mins",
                        "PT0.0001S",
                        "999999999999d"),
                NUMBERS,
                List.of("1k", "5s", "1_000", "1.0", "ten", "3000000000", "\u0663", "0x10"),
                OTHERS,
                List.of("nope", "2d", "NaN", "Infinity", "1,5", "yes", "on"));
        return values.entrySet().stream().flatMap(kind -> kind.getKey().stream()
                .flatMap(option -> kind.getValue().stream().map(value -> Arguments.of(option, value))));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void a_value_that_is_none_is_refused_in_a_uri_and_as_an_option_of_the_component(String option, String value)
            throws Exception {
        try (CamelContext camel = new DefaultCamelContext()) {
            assertThatThrownBy(() -> camel.getEndpoint("etl:p?" + option + "=RAW(" + value + ")"))
                    .hasStackTraceContaining("pipeline \"p\": option " + option + "=" + value + " is n");
            EtlComponent component = camel.getComponent("etl", EtlComponent.class);
            assertThatThrownBy(() ->
                            component.getComponentPropertyConfigurer().configure(camel, component, option, value, true))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("option " + option + "=" + value + " is n");
        }
    }

    @Test
    void an_application_with_such_a_property_does_not_start() {
        Main main = new Main();
        main.addInitialProperty("camel.component.etl.consistency-delay", "10S");
        try {
            assertThatThrownBy(main::start)
                    .hasStackTraceContaining("consistencyDelay=10S is no duration. Give milliseconds, or numbers with");
        } finally {
            main.stop();
        }
    }

    @Test
    void an_application_s_properties_arrive() throws Exception {
        Main main = new Main();
        main.addInitialProperty("camel.component.etl.consistency-delay", "1h30m");
        main.addInitialProperty("camel.component.etl.page-size", "{{size}}");
        main.addInitialProperty("camel.component.etl.query", "select '%41 + &'\n  -- comment\nfrom t");
        main.addInitialProperty("size", "7");
        main.start();
        try {
            EtlConfiguration options = main.getCamelContext()
                    .getComponent("etl", EtlComponent.class)
                    .getConfiguration();
            assertThat(options.getConsistencyDelay()).isEqualTo(5_400_000);
            assertThat(options.getPageSize()).isEqualTo(7);
            assertThat(options.getQuery()).isEqualTo("select '%41 + &'\n  -- comment\nfrom t");
        } finally {
            main.stop();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "500, 500",
        "500ms, 500",
        "10s, 10000",
        "10sec, 10000",
        "5m, 300000",
        "5min, 300000",
        "1h30m, 5400000",
        "1d2h3m4s5ms, 93784005",
        "PT1M, 60000",
        "0, 0"
    })
    void durations_are_read_as_they_are_written(String text, long millis) throws Exception {
        try (CamelContext camel = new DefaultCamelContext()) {
            assertThat(camel.getEndpoint("etl:p?lookback=" + text, EtlEndpoint.class)
                            .getConfiguration()
                            .getLookback())
                    .isEqualTo(millis);
        }
    }

    @ParameterizedTest
    @CsvSource({"PT0.0000009S, is no number of whole milliseconds", "PT2562047788015215H, is too long"})
    void a_duration_in_java_that_milliseconds_cannot_hold_is_refused(Duration duration, String message)
            throws Exception {
        try (CamelContext camel = new DefaultCamelContext()) {
            assertThatThrownBy(() -> camel.addRoutes(new EtlRouteBuilder() {
                        @Override
                        public void configure() {
                            pipeline("p", TimestampCursor.class)
                                    .every(Duration.ofHours(1))
                                    .consistencyDelay(duration);
                        }
                    }))
                    .isInstanceOf(EtlException.class)
                    .hasMessageContaining("pipeline \"p\": consistencyDelay=" + duration + " " + message);
        }
    }
}
