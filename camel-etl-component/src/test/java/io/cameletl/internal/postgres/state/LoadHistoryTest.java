package io.cameletl.internal.postgres.state;

import static io.cameletl.internal.postgres.state.support.Given.PIPELINE;
import static io.cameletl.internal.postgres.state.support.Given.granted;
import static io.cameletl.internal.postgres.state.support.Given.move;
import static io.cameletl.internal.postgres.state.support.Given.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.StaleLeaseException;
import io.cameletl.TableCounts;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.support.StatementLog;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@WithPostgres
class LoadHistoryTest {
    private static final List<TableCounts> COUNTS =
            List.of(new TableCounts(9, 4, 2, 1, 0, 1, 1), new TableCounts(3, 0, 0, 0, 3));

    @Test
    void loads_count_in_the_sums_of_their_minute(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        load(store, 1);
        load(store, 2);

        // two minutes where the clock has moved on in between
        assertThat(db.<String>value("select concat_ws(' ', sum(loads), sum(staged), sum(inserted), sum(updated),"
                        + " sum(deleted), sum(unchanged), sum(postponed), sum(rejected)) from etl_load"
                        + " where pipeline = '" + PIPELINE + "' and minute = date_trunc('minute', minute)"
                        + " and minute > now() - interval '2 minutes'"))
                .isEqualTo("2 24 8 4 2 6 2 2");
    }

    @Test
    void a_load_counts_with_its_step_in_one_statement(TestDatabase db) {
        StatementLog log = new StatementLog(db.dataSource());
        JdbcPipelineStore store = new JdbcPipelineStore(log, null, true);
        load(store, 1);
        long version = store.position(PIPELINE).version();
        log.clear();

        store.move(move(null, version, 2).after(COUNTS));

        assertThat(log.all()).hasSize(1);
    }

    @Test
    void a_load_whose_step_is_refused_does_not_count(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        long version = granted(store, "a").position().version();

        assertThatThrownBy(() -> store.move(move(null, version, 7).after(COUNTS)))
                .isInstanceOf(StaleLeaseException.class);

        assertThat(db.count("etl_load")).isZero();
    }

    @Test
    void a_page_of_a_run_does_not_count_as_a_load(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        long version = granted(store, "a").position().version();

        store.move(move("a", version, 7).after(COUNTS));

        assertThat(db.count("etl_load")).isZero();
    }

    @Test
    void minutes_leave_when_they_are_too_old(TestDatabase db) {
        JdbcPipelineStore store =
                new JdbcPipelineStore(db.dataSource(), null, true, new HistoryLimits(Duration.ofHours(1), 1));
        store.position(PIPELINE);
        db.execute(
                "insert into etl_load select p, date_trunc('minute', now()) - n * interval '1 minute', 1, 1, 1, 0, 0, 0,"
                        + " 0, 0 from generate_series(10, 100, 10) n, unnest(array['orders', 'others']) p");

        load(store, 1);

        assertThat(db.count("etl_load where pipeline = 'orders'")).isEqualTo(7);
        assertThat(db.count("etl_load where pipeline = 'others'")).isEqualTo(10);
    }

    private static void load(JdbcPipelineStore store, int cursor) {
        CursorMove step = move(null, store.position(PIPELINE).version(), cursor);
        store.move(step.after(COUNTS));
    }
}
