package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.PageReport;
import io.cameletl.PipelineStatus;
import io.cameletl.StaleLeaseException;
import io.cameletl.camel.EtlConstants;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.Warnings;
import io.cameletl.camel.support.WithEtl;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a message from outside can do by headers: Camel's map knows them in any case of their letters. */
@WithEtl
@Tag("slow")
class MessageHeadersTest {
    private static final String CURSOR = "{\"at\":\"2026-01-01T12:00:00Z\",\"id\":\"1\"}";
    private static final String FAR = "{\"at\":\"9998-01-01T00:00:00Z\",\"id\":\"1\"}";
    private static final String LOAD = "operation=load&tables=orders&dataSource=#target";

    @TargetDb
    private TestDatabase target;

    private EtlContext etl;

    @BeforeEach
    void tables() throws Exception {
        target.execute("create table orders (id bigint primary key, amount numeric)");
    }

    @ParameterizedTest
    @CsvSource({
        "CamelEtlOperation, seek",
        "CAMELETLOPERATION, seek",
        "camelEtlOperation, SEEK",
        "cameletloperation, pause",
        "CamelEtlOperation, rnu",
        "CAMELETLOPERATION, status"
    })
    void a_header_does_not_make_a_load_another_operation(String header, String named) throws Exception {
        etl.route("orders", LOAD);
        Map<String, Object> headers = Map.of(header, named, EtlConstants.END_CURSOR, CURSOR);

        PageReport page = etl.send("orders", Map.of("id", 1, "amount", 5), headers, PageReport.class);

        assertThat(page.tables().get("orders").inserted()).isOne();
        assertThat(target.<Boolean>value("select paused from etl_pipeline")).isFalse();
        assertThat(target.count("etl_run where outcome = 'SEEK'")).isZero();
    }

    @Test
    void a_header_without_effect_is_warned_of_once() throws Exception {
        etl.route("orders", LOAD);
        try (Warnings warnings = new Warnings()) {
            for (String named : List.of("load", "seek", "a\nforged line", "seek")) {
                load(Map.of("CAMELETLOPERATION", named, EtlConstants.END_CURSOR, CURSOR));
            }
            assertThat(warnings.all())
                    .filteredOn(line -> line.contains("CamelEtlOperation"))
                    .singleElement()
                    .asString()
                    .contains(
                            "pipeline \"orders\"", "the operation seek", "operation=load", "allowOperationHeader=true")
                    .doesNotContain("forged");
        }
    }

    @Test
    void a_message_chooses_the_operation_where_the_endpoint_allows_it() throws Exception {
        etl.route("orders", LOAD + "&allowOperationHeader=true");

        PipelineStatus status = etl.send("orders", CURSOR, Map.of("CAMELETLOPERATION", "seek"), PipelineStatus.class);

        assertThat(status.position().cursor().json()).contains("2026-01-01T12:00:00Z");
    }

    @Test
    void an_end_cursor_far_in_the_future_is_refused_and_the_next_rows_arrive() throws Exception {
        etl.route("orders", LOAD);

        assertThatThrownBy(() -> load(Map.of("CAMELETLENDCURSOR", FAR)))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("ahead of the source's clock")
                .hasMessageContaining("maxCursorAhead=PT24H");
        load(Map.of(
                EtlConstants.END_CURSOR, "{\"at\":\"" + Instant.now().plus(20, ChronoUnit.HOURS) + "\",\"id\":\"1\"}"));

        assertThat(target.count("orders")).isOne();
        assertThat(target.<String>value("select cursor ->> 'at' from etl_pipeline"))
                .doesNotContain("9998");
    }

    @Test
    void an_end_cursor_far_in_the_future_is_stored_where_that_is_allowed() throws Exception {
        etl.route("orders", LOAD + "&maxCursorAhead=0");

        load(Map.of(EtlConstants.END_CURSOR, FAR));

        assertThat(target.<String>value("select cursor ->> 'at' from etl_pipeline"))
                .contains("9998");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"updated_at\":\"9998-01-01 00:00:00+00\",\"id\":\"1\"}",
                "{\"updated_at\":\"infinity\",\"id\":\"1\"}"
            })
    void so_is_one_of_columns_whatever_the_order_of_its_parts(String cursor) throws Exception {
        etl.route("orders", LOAD + "&cursorType=KeysetCursor&cursorColumns=updated_at,id");
        String turned = "{" + cursor.substring(1, cursor.length() - 1).replaceAll("(.*),(.*)", "$2,$1") + "}";

        for (String each : List.of(cursor, turned)) {
            assertThatThrownBy(() -> load(Map.of(EtlConstants.END_CURSOR, each)))
                    .as(each)
                    .hasMessageContaining("ahead of the source's clock");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"next", "0x1", "1.5", "9223372036854775808", ""})
    void a_version_that_is_no_number_is_refused(String version) throws Exception {
        etl.route("orders", LOAD);

        assertThatThrownBy(() -> load(Map.of("CAMELETLVERSION", version, EtlConstants.END_CURSOR, CURSOR)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("CamelEtlVersion=" + version + " is no number. Give a whole one, such as 3");
        assertThat(target.count("orders")).isZero();
    }

    @Test
    void a_version_that_somebody_made_up_refuses_its_own_message_only() throws Exception {
        etl.route("orders", LOAD);
        Map<String, Object> headers = Map.of(EtlConstants.END_CURSOR, CURSOR, EtlConstants.VERSION, Long.MAX_VALUE);

        assertThatThrownBy(() -> load(headers)).isInstanceOf(StaleLeaseException.class);
        load(Map.of(EtlConstants.END_CURSOR, CURSOR));

        assertThat(target.count("orders")).isOne();
    }

    private PageReport load(Map<String, Object> headers) {
        return etl.send("orders", Map.of("id", 1, "amount", 5), new HashMap<>(headers), PageReport.class);
    }
}
