package io.cameletl.internal.postgres.state;

import static io.cameletl.internal.postgres.state.support.Given.LEASE;
import static io.cameletl.internal.postgres.state.support.Given.PIPELINE;
import static io.cameletl.internal.postgres.state.support.Given.TESTER;
import static io.cameletl.internal.postgres.state.support.Given.cursor;
import static io.cameletl.internal.postgres.state.support.Given.granted;
import static io.cameletl.internal.postgres.state.support.Given.move;
import static io.cameletl.internal.postgres.state.support.Given.run;
import static io.cameletl.internal.postgres.state.support.Given.store;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.PipelineStatus.BreakerState;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunOutcome;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.PipelineStore.Claim;
import io.cameletl.internal.postgres.state.support.Given;
import io.cameletl.support.StatementLog;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@WithPostgres
class SwitchesTest {
    private static final BreakerState OPEN = new BreakerState(true, Instant.parse("2026-03-29T01:00:00.123456Z"));

    @Test
    void a_paused_pipeline_runs_again_once_it_is_resumed(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        store.actions().pause(PIPELINE, true, TESTER);
        assertThat(store.status(PIPELINE).paused()).isTrue();
        assertThat(store.claim(PIPELINE, "a", LEASE, false))
                .isInstanceOfSatisfying(Claim.Refused.class, refused -> assertThat(refused.outcome())
                        .isEqualTo(RunOutcome.PAUSED));

        store.actions().pause(PIPELINE, false, TESTER);

        assertThat(store.status(PIPELINE).paused()).isFalse();
        assertThat(granted(store, "a").runNumber()).isEqualTo(1);
    }

    @Test
    void a_pause_lets_the_run_in_progress_go_on_and_outlives_it(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        long version = granted(store, "a").position().version();

        store.actions().pause(PIPELINE, true, TESTER);

        assertThat(store.renew(PIPELINE, "a", LEASE, Given.STEP)).isTrue();
        store.move(move("a", version, 7));
        store.finish("a", run(1, RunOutcome.DRAINED, null), null, true);
        assertThat(store.position(PIPELINE).cursor()).isEqualTo(cursor(7));
        assertThat(store.status(PIPELINE).paused()).isTrue();
    }

    @Test
    void pausing_changes_no_position_and_creates_a_pipeline_that_is_new(TestDatabase db) {
        JdbcPipelineStore store = store(db);

        store.actions().pause(PIPELINE, true, TESTER);

        assertThat(store.position(PIPELINE)).isEqualTo(new Position(0, null, Window.NONE));
    }

    @Test
    void an_open_breaker_is_still_open_in_another_process_though_its_time_has_come(TestDatabase db) {
        store(db).breaker(PIPELINE, OPEN);

        assertThat(store(db).breaker(PIPELINE)).isEqualTo(OPEN);
        assertThat(store(db).status(PIPELINE).breaker()).isEqualTo(OPEN);
    }

    @Test
    void a_breaker_that_closes_forgets_its_time(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        store.breaker(PIPELINE, OPEN);

        store.breaker(PIPELINE, BreakerState.CLOSED);

        assertThat(store.breaker(PIPELINE)).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void the_breaker_of_a_new_pipeline_is_closed_and_asking_is_one_statement_that_creates_nothing(TestDatabase db) {
        StatementLog log = new StatementLog(db.dataSource());
        JdbcPipelineStore store = new JdbcPipelineStore(log, null, true);
        store.position("others");
        log.clear();

        assertThat(store.breaker(PIPELINE)).isEqualTo(BreakerState.CLOSED);

        assertThat(log.all()).hasSize(1);
        assertThat(db.count("etl_pipeline")).isEqualTo(1);
    }

    @Test
    void a_breaker_opened_by_hand_without_an_end_counts_as_closed(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        store.position(PIPELINE);
        db.execute("update etl_pipeline set breaker_state = 'OPEN'");

        assertThat(store.breaker(PIPELINE)).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void runs_and_steps_leave_the_breaker_alone(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        store.breaker(PIPELINE, OPEN);

        long version = granted(store, "a").position().version();
        store.move(move("a", version, 7));
        store.finish("a", run(1, RunOutcome.FAILED, "no luck"), null, true);
        store.actions().seek(PIPELINE, cursor(3), TESTER);

        assertThat(store.breaker(PIPELINE)).isEqualTo(OPEN);
    }

    @Test
    void a_breaker_that_another_process_opened_anew_is_not_open_for_less_long(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        BreakerState anew = new BreakerState(true, OPEN.until().plusSeconds(60));
        store.breaker(PIPELINE, anew);

        store.breaker(PIPELINE, OPEN);

        assertThat(store.breaker(PIPELINE)).isEqualTo(anew);
    }

    @Test
    void an_open_breaker_refuses_claims_until_its_time_but_for_those_that_pass_through(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        Instant until = Instant.parse("2999-01-01T00:00:00Z");
        store.breaker(PIPELINE, new BreakerState(true, until));

        assertThat(store.claim(PIPELINE, "a", LEASE, false))
                .isEqualTo(new Claim.Refused(RunOutcome.OPEN, "open until " + until));
        assertThat(store.claim(PIPELINE, "a", LEASE, true)).isInstanceOf(Claim.Granted.class);
        assertThat(store.claim(PIPELINE, "b", LEASE, true))
                .isInstanceOfSatisfying(Claim.Refused.class, refused -> assertThat(refused.outcome())
                        .isEqualTo(RunOutcome.BUSY));

        Given.expire(db);
        store.breaker(PIPELINE, BreakerState.CLOSED);
        store.breaker(PIPELINE, OPEN);
        assertThat(store.claim(PIPELINE, "a", LEASE, false)).isInstanceOf(Claim.Granted.class);
    }
}
