package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.ExtractResponse;
import io.cameletl.PipelineStatus;
import io.cameletl.RunReport;
import io.cameletl.Source;
import io.cameletl.camel.EtlConstants;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.WithEtl;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
@WithEtl
class LookbackTest {
    private static final String QUERY = "query=RAW(select id, a, updated_at from t)&sourceDataSource=#source"
            + "&cursorColumns=updated_at,id&dataSource=#target&tables=t&pageSize=2&allowOperationHeader=true";
    private static final String ENDPOINT =
            "source=RAW(sql:select id, a, updated_at from t where (updated_at, id) > (:#afterAt, cast(:#afterId as int))"
                    + " and updated_at < :#beforeAt order by updated_at, id limit :#limit?dataSource=#source)"
                    + "&seedCursor=RAW({\"at\": \"0001-01-01T00:00:00Z\", \"id\": \"0\"})&sourceDataSource=#source"
                    + "&cursorColumns=updated_at,id&dataSource=#target&tables=t&pageSize=2";

    @SourceDb
    private TestDatabase source;

    @TargetDb
    private TestDatabase target;

    private EtlContext etl;

    @BeforeEach
    void tables() throws Exception {
        source.execute("create table t (id int primary key, a text, updated_at timestamptz not null)");
        target.execute("create table t (id int primary key, a text not null, updated_at timestamptz not null)");
    }

    @ParameterizedTest
    @ValueSource(strings = {QUERY, ENDPOINT})
    void a_row_that_committed_too_late_is_read_as_long_as_the_lookback_covers_it(String options) throws Exception {
        etl.route("t", options + "&lookback=1h");
        insert(5, "30 minutes");
        insert(6, "20 minutes");
        etl.run("t");

        insert(1, "50 minutes");
        insert(2, "2 hours");
        assertThat(etl.run("t").rows()).isEqualTo(3);

        assertThat(target.query("select id from t order by id"))
                .extracting(row -> row.get("id"))
                .containsExactly(1, 5, 6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"timestamptz", "timestamp", "date"})
    void it_reaches_back_over_change_times_of_each_type(String type) throws Exception {
        source.execute("alter table t alter updated_at type " + type);
        etl.route("t", QUERY + "&lookback=72h");
        insert(5, "2 days");
        etl.run("t");

        insert(1, "2 days");
        assertThat(etl.run("t").rows()).isEqualTo(2);
    }

    @Test
    void rows_read_again_are_not_written_again() throws Exception {
        etl.route("t", QUERY + "&lookback=1h");
        for (int id = 1; id <= 5; id++) {
            insert(id, "10 minutes");
        }
        etl.run("t");
        Object written = target.value("select array_agg(xmin::text order by id)::text from t");

        RunReport again = etl.run("t");

        assertThat(again.tables().get("t").unchanged()).isEqualTo(5);
        assertThat(target.<Object>value("select array_agg(xmin::text order by id)::text from t"))
                .isEqualTo(written);
    }

    @Test
    void a_window_that_is_resumed_goes_on_where_it_was() throws Exception {
        etl.route("t", QUERY + "&lookback=1h&maxPagesPerRun=1");
        for (int id = 1; id <= 5; id++) {
            insert(id, id + " minutes");
        }
        for (int run = 0; run < 3; run++) {
            etl.run("t");
        }
        assertThat(etl.run("t").rows() + etl.run("t").rows() + etl.run("t").rows())
                .isEqualTo(5);
    }

    @Test
    void a_cursor_that_was_set_is_not_looked_back_from() throws Exception {
        etl.route("t", QUERY + "&lookback=1h");
        insert(1, "10 minutes");
        etl.run("t");
        source.execute("insert into t values (2, 'early', timestamptz '2020-01-01 00:30+00')");
        etl.send(
                "t",
                "{\"updated_at\": \"2020-01-01 01:00:00+00\", \"id\": \"0\"}",
                Map.of(EtlConstants.OPERATION, "seek"),
                PipelineStatus.class);

        assertThat(etl.run("t").rows()).isOne();
    }

    @Test
    void a_route_that_extracts_by_itself_is_asked_to_go_back_too() throws Exception {
        etl.route(
                "t",
                "operation=next&dataSource=#target&tables=t&sourceDataSource=#source&cursorColumns=updated_at,id"
                        + "&lookback=1h&consistencyDelay=0&allowOperationHeader=true&maxCursorAhead=0");
        etl.send("t", null, Map.of(), Object.class);
        etl.send(
                "t",
                Map.of("id", 1, "a", "x", "updated_at", "2026-01-01T12:00:00Z"),
                Map.of(
                        EtlConstants.OPERATION, "load",
                        EtlConstants.END_CURSOR, "{\"at\": \"2999-01-01T12:00:00Z\", \"id\": \"1\"}"),
                Object.class);

        for (int ask = 0; ask < 2; ask++) {
            var request = etl.send("t", null, Map.of(), io.cameletl.ExtractRequest.class);
            assertThat(request.after().toString()).contains("id=1").doesNotContain("2999");
        }
    }

    @Test
    void a_bad_record_read_again_is_in_the_ledger_once() throws Exception {
        etl.route("t", QUERY + "&lookback=1h&onBadRecord=reject");
        source.execute("insert into t values (1, null, now() - interval '10 minutes')");

        for (int run = 0; run < 3; run++) {
            etl.run("t");
        }

        assertThat(target.count("etl_rejected_record")).isOne();
    }

    @Test
    void options_that_do_not_go_with_it_are_refused_at_start() {
        assertRefused(QUERY + "&lookback=1h&onExhausted=skip", "Leave out either");
        assertRefused(QUERY + "&lookback=-1", "lookback must not be negative");
        etl.bind("numbers", (Source<Integer>) request -> ExtractResponse.drained());
        assertRefused(
                "source=#numbers&cursorType=java.lang.Integer&dataSource=#target&tables=t&lookback=1h",
                "Implement Source.lookBack");
    }

    @Test
    void a_cursor_without_a_time_is_refused_at_start_as_it_cannot_go_back() {
        assertRefused(
                QUERY.replace("updated_at,id", "id") + "&lookback=1h",
                "lookback needs a time as the first of cursorColumns");
    }

    private void assertRefused(String options, String why) {
        assertThatThrownBy(() -> etl.route("t", options)).hasStackTraceContaining(why);
    }

    private void insert(int id, String ago) {
        source.execute(
                "set local timezone to 'UTC'; insert into t values (" + id + ", 'x', now() - interval '" + ago + "')");
    }
}
