package io.cameletl.internal.postgres.state;

import static io.cameletl.internal.postgres.state.support.Given.PIPELINE;
import static io.cameletl.internal.postgres.state.support.Given.expire;
import static io.cameletl.internal.postgres.state.support.Given.granted;
import static io.cameletl.internal.postgres.state.support.Given.store;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.ExtractRequest;
import io.cameletl.PipelineStatus;
import io.cameletl.PipelineStatus.BreakerState;
import io.cameletl.PipelineStatus.HistoryEntry;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.postgres.state.support.Given;
import io.cameletl.support.StatementLog;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

@WithPostgres
class StatusTest {
    @Test
    void a_new_pipeline_has_no_past_and_does_not_come_to_be_by_being_asked_for(TestDatabase db) {
        assertThat(store(db).status(PIPELINE))
                .isEqualTo(new PipelineStatus(
                        PIPELINE,
                        new Position(0, null, Window.NONE),
                        null,
                        null,
                        null,
                        false,
                        0,
                        null,
                        BreakerState.CLOSED,
                        0,
                        0,
                        0,
                        null,
                        null,
                        null,
                        List.of(),
                        null,
                        null));
        assertThat(db.count("etl_pipeline")).isZero();
        assertThat(store(db).has(PIPELINE)).isFalse();
    }

    @Test
    void a_live_lease_is_told_and_one_that_ran_out_is_not(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        granted(store, "a");

        PipelineStatus running = store.status(PIPELINE);
        assertThat(running.leaseOwner()).isEqualTo("a");
        assertThat(running.leaseUntil()).isEqualTo(db.<Instant>value("select lease_until from etl_pipeline"));

        expire(db);
        assertThat(store.status(PIPELINE).leaseOwner()).isNull();
        assertThat(store.status(PIPELINE).leaseUntil()).isNull();
    }

    @Test
    void how_far_the_holder_has_come_is_told_as_of_its_last_renewal_and_for_as_long_as_the_lease_lives(
            TestDatabase db) {
        JdbcPipelineStore store = store(db);
        granted(store, "a");
        PipelineStatus.Running claimed = store.status(PIPELINE).running();
        assertThat(claimed.phase()).isEqualTo("CLAIM");
        assertThat(claimed.runNumber()).isEqualTo(1);
        assertThat(claimed.page()).isEqualTo(1);

        store.renew(PIPELINE, "a", Given.LEASE, Given.STEP);

        PipelineStatus.Running renewed = store.status(PIPELINE).running();
        assertThat(renewed.phase()).isEqualTo("LOAD");
        assertThat(renewed.page()).isEqualTo(3);
        assertThat(renewed.rows()).isEqualTo(400);
        assertThat(renewed.since()).isEqualTo(claimed.since());
        assertThat(renewed.phaseSince()).isBefore(db.<Instant>value("select clock_timestamp() - interval '2 seconds'"));
        expire(db);
        assertThat(store.status(PIPELINE).running()).isNull();

        granted(store, "b");
        assertThat(store.status(PIPELINE).running())
                .satisfies(next -> assertThat(next.phase()).isEqualTo("CLAIM"))
                .satisfies(next -> assertThat(next.rows()).isZero());
    }

    @Test
    void the_lag_counts_from_what_is_covered_and_is_unknown_during_the_first_window(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        Instant hourAgo = db.value("select now() - interval '1 hour'");
        long version = store.position(PIPELINE).version();

        version = store.move(window(version, new Window(ExtractRequest.BEGINNING, hourAgo)));
        assertThat(store.status(PIPELINE).lag()).isNull();

        version = store.move(window(version, new Window(hourAgo, hourAgo)));
        assertThat(store.status(PIPELINE).lag()).isBetween(Duration.ofHours(1), Duration.ofMinutes(65));

        version = store.move(window(version, new Window(hourAgo, hourAgo.plusSeconds(1_800))));
        assertThat(store.status(PIPELINE).lag()).isBetween(Duration.ofHours(1), Duration.ofMinutes(65));

        Instant ahead = hourAgo.plus(Duration.ofHours(3));
        store.move(window(version, new Window(ahead, ahead)));
        assertThat(store.status(PIPELINE).lag()).isEqualTo(Duration.ZERO);
    }

    @Test
    void the_ten_newest_runs_are_told_newest_first(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        store.position(PIPELINE);
        db.execute("insert into etl_run select 'orders', n, 'DRAINED', now(), interval '0', 0, 0, '{}'"
                + " from generate_series(1, 25) n");

        assertThat(store.status(PIPELINE).lastRuns())
                .extracting(HistoryEntry::runNumber)
                .containsExactly(
                        LongStream.rangeClosed(16, 25).map(n -> 41 - n).boxed().toArray(Long[]::new));
    }

    @Test
    void a_paused_pipeline_is_told_in_two_statements(TestDatabase db) {
        StatementLog log = new StatementLog(db.dataSource());
        JdbcPipelineStore store = new JdbcPipelineStore(log, null, true);
        store.position(PIPELINE);
        db.execute("update etl_pipeline set paused = true");
        log.clear();

        assertThat(store.status(PIPELINE).paused()).isTrue();
        assertThat(log.all()).hasSize(2);
    }

    @Test
    void what_waits_in_the_ledgers_is_counted_by_pipeline(TestDatabase db) throws SQLException {
        JdbcPipelineStore store = store(db);
        long version = granted(store, "a").position().version();
        store.skip(Given.skipped(null, Given.cursor(7)), Given.move("a", version, 7));
        try (Connection connection = db.connect()) {
            store.within(connection).reject(PIPELINE, List.of(Given.rejected("1"), Given.rejected("2")));
            store.within(connection).reject("others", List.of(Given.rejected("3")));
        }

        assertThat(store.status(PIPELINE).skippedPages()).isEqualTo(1);
        assertThat(store.status(PIPELINE).rejectedRecords()).isEqualTo(2);
        assertThat(store.status("others").skippedPages()).isZero();
        store.position("others");
        assertThat(store.status("others").rejectedRecords()).isEqualTo(1);
    }

    private static CursorMove window(long version, Window window) {
        return new CursorMove(PIPELINE, null, version, null, window);
    }
}
