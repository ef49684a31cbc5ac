package io.cameletl.internal.postgres.state;

import static io.cameletl.internal.postgres.state.support.Given.LEASE;
import static io.cameletl.internal.postgres.state.support.Given.PIPELINE;
import static io.cameletl.internal.postgres.state.support.Given.TESTER;
import static io.cameletl.internal.postgres.state.support.Given.WINDOW;
import static io.cameletl.internal.postgres.state.support.Given.cursor;
import static io.cameletl.internal.postgres.state.support.Given.expire;
import static io.cameletl.internal.postgres.state.support.Given.granted;
import static io.cameletl.internal.postgres.state.support.Given.move;
import static io.cameletl.internal.postgres.state.support.Given.run;
import static io.cameletl.internal.postgres.state.support.Given.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.PipelineStatus;
import io.cameletl.PipelineStatus.HistoryEntry;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.StaleLeaseException;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.PipelineStore.Claim;
import io.cameletl.internal.engine.driver.PipelineStore.DrainedWindow;
import io.cameletl.internal.engine.driver.PipelineStore.Reckoning;
import io.cameletl.internal.postgres.state.support.Given;
import io.cameletl.support.StatementLog;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

@WithPostgres
class HistoryTest {
    @Test
    void a_finished_run_is_recorded_and_its_lease_is_free(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        Position position = granted(store, "a").position();

        store.finish("a", run(1, RunOutcome.PAGE_LIMIT, null), null, true);

        PipelineStatus status = store.status(PIPELINE);
        assertThat(status.lastRuns())
                .containsExactly(new HistoryEntry(
                        1,
                        "PAGE_LIMIT",
                        Instant.parse("2026-03-29T01:31:00.654321Z"),
                        Duration.ofMillis(1_234),
                        3,
                        2_500,
                        2_500L,
                        "{\"orders\":{\"staged\":2500,\"inserted\":2000,\"updated\":400,\"deleted\":60,\"unchanged\":40,\"postponed\":0,\"rejected\":0}}",
                        null,
                        0,
                        Given.LAG));
        assertThat(status.leaseOwner()).isNull();
        assertThat(status.position()).isEqualTo(position);
        assertThat(granted(store, "b").runNumber()).isEqualTo(2);
    }

    @Test
    void finishing_is_one_statement(TestDatabase db) {
        StatementLog log = new StatementLog(db.dataSource());
        JdbcPipelineStore store = new JdbcPipelineStore(log, null, true);
        granted(store, "a");
        log.clear();

        store.finish("a", run(1, RunOutcome.DRAINED, null), new DrainedWindow(WINDOW.drained(), 1), true);

        assertThat(log.all()).hasSize(1);
    }

    @Test
    void finishing_closes_the_window_it_is_given_as_a_change_of_the_position(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        long version = granted(store, "a").position().version();

        store.finish("a", run(1, RunOutcome.DRAINED, null), new DrainedWindow(WINDOW.drained(), version), true);

        assertThat(store.position(PIPELINE)).isEqualTo(new Position(version + 1, null, WINDOW.drained()));
    }

    @Test
    void a_window_whose_last_pages_a_crash_took_back_stays_as_it_is(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        Position claimed = granted(store, "a").position();

        store.finish(
                "a",
                run(1, RunOutcome.DRAINED, null),
                new DrainedWindow(WINDOW.drained(), claimed.version() + 2),
                true);

        assertThat(store.position(PIPELINE)).isEqualTo(claimed);
        assertThat(store.status(PIPELINE).leaseOwner()).isNull();
    }

    @Test
    void failures_in_a_row_are_counted_until_a_run_does_not_fail(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        for (int number = 1; number <= 3; number++) {
            granted(store, "a");
            store.finish("a", run(number, RunOutcome.FAILED, "no \0 luck, time " + number), null, true);
        }
        assertThat(store.status(PIPELINE).consecutiveFailures()).isEqualTo(3);
        assertThat(store.status(PIPELINE).lastError()).isEqualTo("no \\u0000 luck, time 3");
        assertThat(db.<Instant>value("select last_error_at from etl_pipeline")).isNotNull();

        granted(store, "a");
        store.finish("a", run(4, RunOutcome.STOPPED, null), null, true);
        assertThat(store.status(PIPELINE).consecutiveFailures())
                .as("a stop proves nothing")
                .isEqualTo(3);
        assertThat(store.status(PIPELINE).lastError()).isNotNull();

        granted(store, "a");
        store.finish("a", run(5, RunOutcome.DRAINED, null), null, true);

        assertThat(store.status(PIPELINE).consecutiveFailures()).isZero();
        assertThat(store.status(PIPELINE).lastError()).isNull();
        assertThat(db.<Instant>value("select last_error_at from etl_pipeline")).isNull();
    }

    @Test
    void a_run_whose_lease_is_anothers_is_recorded_and_changes_nothing_else(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        granted(store, "frozen");
        expire(db);
        Claim.Granted next = granted(store, "next");

        store.finish(
                "frozen",
                run(1, RunOutcome.FAILED, "stale"),
                new DrainedWindow(WINDOW, next.position().version()),
                true);

        PipelineStatus status = store.status(PIPELINE);
        assertThat(status.lastRuns()).extracting(HistoryEntry::runNumber).containsExactly(1L);
        assertThat(status.leaseOwner()).isEqualTo("next");
        assertThat(status.position()).isEqualTo(next.position());
        assertThat(status.consecutiveFailures()).isZero();
    }

    @Test
    void what_rows_were_made_into_is_reckoned_once_there_are_a_hundred_of_them(TestDatabase db) {
        JdbcPipelineStore store = store(db);

        assertThat(reckoned(store, 60, 120, true)).isNull();
        assertThat(reckoned(store, 40, 80, true)).isEqualTo(new Reckoning(100, 200, null));
        assertThat(reckoned(store, 0, 0, true)).isNull();
        assertThat(reckoned(store, 5_000, 0, false)).as("a replay").isNull();
        assertThat(reckoned(store, 1_000, 0, true)).isEqualTo(new Reckoning(1_000, 0, 2.0));
        assertThat(reckoned(store, 1_000, 0, true)).isEqualTo(new Reckoning(1_000, 0, 1.5));

        assertThat(store.status(PIPELINE).lastRuns())
                .extracting(HistoryEntry::records)
                .containsExactly(0L, 0L, 0L, 0L, 80L, 120L);
    }

    @Test
    void few_records_are_none_or_less_than_a_tenth_of_what_was_usual() {
        assertThat(new Reckoning(100, 0, null).isFew()).isTrue();
        assertThat(new Reckoning(100, 1, null).isFew()).isFalse();
        assertThat(new Reckoning(100, 10, 1.0).isFew()).isFalse();
        assertThat(new Reckoning(100, 9, 1.0).isFew()).isTrue();
        assertThat(new Reckoning(100, 0, 0.05).isFew())
                .as("5 were to be expected")
                .isFalse();
        assertThat(new Reckoning(1_000, 0, 0.05).isFew()).isTrue();
        assertThat(new Reckoning(100, 0, 0.0).isFew()).isFalse();
    }

    private static Reckoning reckoned(JdbcPipelineStore store, long rows, long records, boolean usual) {
        long number = granted(store, "a").runNumber();
        RunReport run = run(number, RunOutcome.DRAINED, null);
        return store.finish(
                        "a",
                        new RunReport(
                                PIPELINE,
                                number,
                                run.outcome(),
                                run.startedAt(),
                                run.took(),
                                1,
                                rows,
                                records,
                                Map.of(),
                                null,
                                null),
                        null,
                        usual)
                .orElse(null);
    }

    @Test
    void finishing_twice_counts_once(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        granted(store, "a");

        store.finish("a", run(1, RunOutcome.FAILED, "first"), null, true);
        store.finish("a", run(1, RunOutcome.FAILED, "again"), null, true);

        assertThat(store.status(PIPELINE).consecutiveFailures()).isEqualTo(1);
        assertThat(store.status(PIPELINE).lastRuns())
                .extracting(HistoryEntry::message)
                .containsExactly("first");
    }

    @Test
    void a_run_that_did_nothing_leaves_no_trace(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        granted(store, "a");

        store.finish("b", run(0, RunOutcome.BUSY, "a holds it"), null, true);

        assertThat(store.status(PIPELINE).lastRuns()).isEmpty();
        assertThat(store.status(PIPELINE).leaseOwner()).isEqualTo("a");
    }

    @Test
    void runs_that_found_nothing_to_do_are_counted_and_the_next_that_did_says_how_many(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        for (int i = 0; i < 3; i++) {
            idle(store);
        }

        assertThat(store.status(PIPELINE).lastRuns()).isEmpty();
        PipelineStatus.Idle idle = store.status(PIPELINE).idle();
        assertThat(idle.runs()).isEqualTo(3);
        assertThat(idle.lastAt()).isEqualTo(db.<Instant>value("select last_idle_at from etl_pipeline"));

        store.finish("a", run(granted(store, "a").runNumber(), RunOutcome.DRAINED, null), null, true);

        assertThat(store.status(PIPELINE).lastRuns()).singleElement().satisfies(run -> {
            assertThat(run.runNumber()).isEqualTo(4);
            assertThat(run.idleBefore()).isEqualTo(3);
        });
        assertThat(store.status(PIPELINE).idle()).isEqualTo(new PipelineStatus.Idle(0, idle.lastAt()));
    }

    @Test
    void the_first_good_run_after_failed_ones_is_history_though_it_found_nothing_to_do(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        store.finish("a", run(granted(store, "a").runNumber(), RunOutcome.FAILED, "no"), null, true);

        idle(store);
        idle(store);

        assertThat(store.status(PIPELINE).lastRuns())
                .extracting(HistoryEntry::outcome)
                .containsExactly("DRAINED", "FAILED");
        assertThat(store.status(PIPELINE).idle().runs()).isEqualTo(1);
        assertThat(store.status(PIPELINE).consecutiveFailures()).isZero();
    }

    @Test
    void idle_runs_of_a_holder_that_lost_its_lease_are_not_counted(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        granted(store, "frozen");
        expire(db);
        granted(store, "next");

        store.finish("frozen", idleRun(1), null, true);

        assertThat(store.status(PIPELINE).idle()).isNull();
        assertThat(store.status(PIPELINE).leaseOwner()).isEqualTo("next");
    }

    /** Each 64th run clears, which is cheaper than each, and as good. */
    @Test
    void runs_leave_the_history_of_their_pipeline_when_there_are_too_many(TestDatabase db) {
        JdbcPipelineStore store = kept(db, new HistoryLimits(Duration.ofDays(1), 100));
        store.position(PIPELINE);
        db.execute(
                "insert into etl_run select p, n, 'DRAINED', now(), interval '0', 0, 0, '{}'"
                        + " from generate_series(1, 255) n, unnest(array['orders', 'others']) p",
                "update etl_pipeline set run_number = 254");

        store.finish("a", run(granted(store, "a").runNumber(), RunOutcome.DRAINED, null), null, true);
        assertThat(runs(db, "orders")).isEqualTo("255 from 1");

        idle(store);
        assertThat(runs(db, "orders")).isEqualTo("100 from 156");
        assertThat(runs(db, "others")).isEqualTo("255 from 1");
    }

    @Test
    void runs_leave_the_history_of_their_pipeline_when_they_are_too_old(TestDatabase db) {
        JdbcPipelineStore store = kept(db, new HistoryLimits(Duration.ofDays(30), 100));
        store.position(PIPELINE);
        db.execute(
                "insert into etl_run select p, n, 'DRAINED', now() - (41 - n) * interval '1 day', interval '0', 0, 0, '{}'"
                        + " from generate_series(1, 40) n, unnest(array['orders', 'others']) p",
                "update etl_pipeline set run_number = 63");

        idle(store);

        assertThat(runs(db, "orders")).isEqualTo("29 from 12");
        assertThat(runs(db, "others")).isEqualTo("40 from 1");
    }

    @Test
    void a_run_of_a_node_whose_clock_was_wrong_leaves_the_history_without_the_others(TestDatabase db) {
        JdbcPipelineStore store = kept(db, new HistoryLimits(Duration.ofDays(30), 100));
        store.position(PIPELINE);
        db.execute(
                "insert into etl_run select 'orders', n, 'DRAINED',"
                        + " case n when 30 then timestamptz 'epoch' when 31 then now() + interval '9 years' else now() end,"
                        + " interval '0', 0, 0, '{}' from generate_series(1, 40) n",
                "update etl_pipeline set run_number = 63");

        idle(store);

        assertThat(runs(db, "orders")).isEqualTo("39 from 1");
    }

    private static JdbcPipelineStore kept(TestDatabase db, HistoryLimits limits) {
        return new JdbcPipelineStore(db.dataSource(), null, true, limits);
    }

    private static String runs(TestDatabase db, String pipeline) {
        return db.value(
                "select count(*) || ' from ' || min(run_number) from etl_run where pipeline = '" + pipeline + "'");
    }

    private static void idle(JdbcPipelineStore store) {
        store.finish("a", idleRun(granted(store, "a").runNumber()), null, true);
    }

    private static RunReport idleRun(long number) {
        return new RunReport(
                PIPELINE,
                number,
                RunOutcome.DRAINED,
                Instant.parse("2026-03-29T01:31:00Z"),
                Duration.ofMillis(12),
                0,
                0,
                0,
                Map.of(),
                Duration.ZERO,
                null);
    }

    @Test
    void a_seek_sets_the_cursor_forgets_the_window_and_is_history(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        long version = store.move(move(null, store.position(PIPELINE).version(), 7));

        store.actions().seek(PIPELINE, cursor(3), TESTER);

        PipelineStatus status = store.status(PIPELINE);
        assertThat(status.position()).isEqualTo(new Position(version + 1, cursor(3), Window.NONE));
        assertThat(status.lastRuns()).singleElement().satisfies(entry -> {
            assertThat(entry.outcome()).isEqualTo("SEEK");
            assertThat(entry.runNumber()).isEqualTo(1);
            assertThat(entry.message())
                    .isEqualTo("cursor set to " + cursor(3).json() + ", before: "
                            + cursor(7).json());
        });
    }

    @Test
    void a_seek_creates_a_pipeline_that_is_new(TestDatabase db) {
        JdbcPipelineStore store = store(db);

        store.actions().seek(PIPELINE, cursor(3), TESTER);

        assertThat(store.position(PIPELINE)).isEqualTo(new Position(1, cursor(3), Window.NONE));
        assertThat(store.status(PIPELINE).lastRuns())
                .extracting(HistoryEntry::message)
                .containsExactly("cursor set to " + cursor(3).json() + ", before: none");
    }

    @Test
    void a_seek_stops_a_run_in_progress_from_moving_and_closing_anything(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        long version = granted(store, "a").position().version();

        store.actions().seek(PIPELINE, cursor(3), TESTER);

        assertThatThrownBy(() -> store.move(move("a", version, 7)))
                .isInstanceOf(StaleLeaseException.class)
                .hasMessageContaining("somebody moved its cursor");
        assertThat(store.renew(PIPELINE, "a", LEASE, Given.STEP)).isFalse();
        store.finish("a", run(1, RunOutcome.FAILED, "stale"), new DrainedWindow(WINDOW.drained(), version), true);
        assertThat(store.position(PIPELINE)).isEqualTo(new Position(version + 1, cursor(3), Window.NONE));
        assertThat(store.status(PIPELINE).lastRuns())
                .extracting(HistoryEntry::runNumber)
                .containsExactly(2L, 1L);
    }
}
