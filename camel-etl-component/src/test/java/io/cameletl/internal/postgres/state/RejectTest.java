package io.cameletl.internal.postgres.state;

import static io.cameletl.internal.postgres.state.support.Given.PIPELINE;
import static io.cameletl.internal.postgres.state.support.Given.expire;
import static io.cameletl.internal.postgres.state.support.Given.granted;
import static io.cameletl.internal.postgres.state.support.Given.move;
import static io.cameletl.internal.postgres.state.support.Given.rejected;
import static io.cameletl.internal.postgres.state.support.Given.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cameletl.EtlException;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.StaleLeaseException;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.postgres.state.support.Given;
import io.cameletl.support.StatementLog;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@WithPostgres
class RejectTest {
    @Test
    void records_come_back_in_their_order_and_part_by_part(TestDatabase db) throws SQLException {
        JdbcPipelineStore store = store(db);
        reject(db, store, rejected("1"), rejected("2"), rejected("3"));

        List<RejectedRecord> first = store.rejectedRecords(PIPELINE, 0, 2);
        List<RejectedRecord> second =
                store.rejectedRecords(PIPELINE, first.get(1).id(), 2);

        assertThat(first).extracting(RejectedRecord::key).containsExactly("1", "2");
        assertThat(second).extracting(RejectedRecord::key).containsExactly("3");
        assertThat(store.rejectedRecords(PIPELINE, second.get(0).id(), 2)).isEmpty();
        assertThat(store.rejectedRecords("others", 0, 2)).isEmpty();
    }

    @Test
    void a_record_that_is_there_already_is_not_set_aside_again(TestDatabase db) throws SQLException {
        JdbcPipelineStore store = store(db);
        RejectedRecord changed = new RejectedRecord(0, "orders", "1", "{\"id\": \"changed\"}", "23502", "still bad");
        reject(db, store, rejected("1"), rejected("2"));

        try (Connection connection = db.connect()) {
            assertThat(store.within(connection).reject(PIPELINE, List.of(rejected("2"), rejected("3"), changed)))
                    .containsExactly(rejected("3"), changed);
            assertThat(store.within(connection).reject("others", List.of(rejected("2"))))
                    .hasSize(1);
        }
        assertThat(store.rejectedRecords(PIPELINE, 0, 10))
                .extracting(RejectedRecord::key)
                .containsExactly("1", "2", "3", "1");
    }

    @Test
    void a_version_that_comes_back_is_the_last_of_its_key_again(TestDatabase db) throws SQLException {
        JdbcPipelineStore store = store(db);
        RejectedRecord changed = new RejectedRecord(0, "orders", "1", "{\"id\": \"changed\"}", "23502", "still bad");
        reject(db, store, rejected("1"));
        reject(db, store, changed);

        reject(db, store, rejected("1"));
        reject(db, store, rejected("1"));

        assertThat(store.rejectedRecords(PIPELINE, 0, 10))
                .extracting(RejectedRecord::record)
                .containsExactly(
                        rejected("1").record(), changed.record(), rejected("1").record());
    }

    @Test
    void versions_that_are_read_again_together_are_not_set_aside_again(TestDatabase db) throws SQLException {
        JdbcPipelineStore store = store(db);
        RejectedRecord changed = new RejectedRecord(0, "orders", "1", "{\"id\": \"changed\"}", "23502", "still bad");
        reject(db, store, rejected("1"), changed);

        reject(db, store, rejected("1"), changed);

        assertThat(store.rejectedRecords(PIPELINE, 0, 10)).hasSize(2);
    }

    @Test
    void records_without_a_key_are_rows_of_their_own_however_alike(TestDatabase db) throws SQLException {
        JdbcPipelineStore store = store(db);
        RejectedRecord keyless = new RejectedRecord(0, "log", "", "{\"line\":\"x\"}", "23514", "no check");

        reject(db, store, keyless);
        reject(db, store, keyless);

        assertThat(store.rejectedRecords(PIPELINE, 0, 10)).hasSize(2);
    }

    @Test
    void a_record_comes_back_as_it_was_whatever_is_in_it(TestDatabase db) throws Exception {
        JdbcPipelineStore store = store(db);
        Map<String, String> values = Map.of("id", "\0 \uD800 ü 🐪 \"\\ {a,b} NULL \uDC00");
        String json = new ObjectMapper().writeValueAsString(values);

        reject(db, store, new RejectedRecord(0, "s.\"T\"", "id=\0\uDC00", json, null, "its \0 is \uD800 bad"));

        assertThat(store.rejectedRecords(PIPELINE, 0, 1)).singleElement().satisfies(record -> {
            assertThat(new ObjectMapper().readTree(record.record()).get("id").asText())
                    .isEqualTo(values.get("id"));
            assertThat(record.table()).isEqualTo("s.\"T\"");
            assertThat(record.key()).isEqualTo("id=\uFFFD\uFFFD");
            assertThat(record.sqlState()).isNull();
            assertThat(record.reason()).isEqualTo("its \uFFFD is \uFFFD bad");
        });
    }

    @Test
    void records_belong_to_the_run_of_their_page_or_to_none(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        store.actions().seek(PIPELINE, Given.cursor(1), Given.TESTER);
        long version = granted(store, "a").position().version();
        store.move(move("a", version, 7), List.of(rejected("in")));
        expire(db);
        store.move(move(null, version + 1, 8), List.of(rejected("out")));

        assertThat(db.query("select run_number from etl_rejected_record order by id"))
                .extracting(row -> row.get("run_number"))
                .containsExactly(2L, 0L);
    }

    @Test
    void records_of_a_page_that_rolls_back_are_not_in_the_ledger(TestDatabase db) throws SQLException {
        JdbcPipelineStore store = store(db);
        long version = granted(store, "a").position().version();
        try (Connection page = db.dataSource().getConnection()) {
            page.setAutoCommit(false);
            store.within(page).reject(PIPELINE, List.of(rejected("1")));
            store.within(page).move(move("a", version, 7));
            page.rollback();
        }

        assertThat(store.rejectedRecords(PIPELINE, 0, 10)).isEmpty();
    }

    @Test
    void ten_thousand_records_of_one_page_take_twenty_statements(TestDatabase db) throws SQLException {
        StatementLog log = new StatementLog(db.dataSource());
        JdbcPipelineStore store = new JdbcPipelineStore(log, null, true);
        granted(store, "a");
        log.clear();
        try (Connection page = log.getConnection()) {
            page.setAutoCommit(false);
            store.within(page)
                    .reject(
                            PIPELINE,
                            IntStream.range(0, 10_000)
                                    .mapToObj(n -> rejected("" + n))
                                    .toList());
            page.commit();
        }

        assertThat(log.statements()).hasSize(20);
        assertThat(store.rejectedRecords(PIPELINE, 0, 20_000))
                .extracting(record -> Integer.valueOf(record.key()))
                .containsExactlyElementsOf(IntStream.range(0, 10_000).boxed().toList());
    }

    @Test
    void a_step_on_its_own_takes_its_rejected_records_along(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        Position before = granted(store, "a").position();

        assertThat(store.move(move("a", before.version(), 7), List.of(rejected("1"))))
                .isEqualTo(before.version() + 1);
        assertThat(store.rejectedRecords(PIPELINE, 0, 10)).hasSize(1);
    }

    @Test
    void a_stale_step_leaves_no_rejected_records(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        long version = granted(store, "a").position().version();
        expire(db);

        assertThatThrownBy(() -> store.move(move("a", version, 7), List.of(rejected("1"))))
                .isInstanceOf(StaleLeaseException.class);
        assertThat(store.rejectedRecords(PIPELINE, 0, 10)).isEmpty();
    }

    @Test
    void a_record_that_is_not_json_is_an_error_and_the_cursor_stays(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        Position before = granted(store, "a").position();
        RejectedRecord broken = new RejectedRecord(0, "orders", "1", "{oops", null, "bad");

        assertThatThrownBy(() -> store.move(move("a", before.version(), 7), List.of(broken)))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("SQLSTATE 22P02");
        assertThat(store.position(PIPELINE)).isEqualTo(before);
    }

    private static void reject(TestDatabase db, JdbcPipelineStore store, RejectedRecord... records)
            throws SQLException {
        try (Connection connection = db.connect()) {
            store.within(connection).reject(PIPELINE, List.of(records));
        }
    }
}
