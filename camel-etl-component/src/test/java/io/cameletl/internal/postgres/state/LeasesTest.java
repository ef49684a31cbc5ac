package io.cameletl.internal.postgres.state;

import static io.cameletl.internal.postgres.state.support.Given.LEASE;
import static io.cameletl.internal.postgres.state.support.Given.PIPELINE;
import static io.cameletl.internal.postgres.state.support.Given.TESTER;
import static io.cameletl.internal.postgres.state.support.Given.expire;
import static io.cameletl.internal.postgres.state.support.Given.granted;
import static io.cameletl.internal.postgres.state.support.Given.move;
import static io.cameletl.internal.postgres.state.support.Given.store;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunOutcome;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.PipelineStore.Claim;
import io.cameletl.internal.postgres.state.support.Given;
import io.cameletl.support.StatementLog;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@WithPostgres
class LeasesTest {
    @Test
    void the_first_claim_creates_the_pipeline_without_cursor_and_window(TestDatabase db) {
        assertThat(store(db).claim(PIPELINE, "a", LEASE, false))
                .isEqualTo(new Claim.Granted(1, new Position(1, null, Window.NONE), 0));
    }

    @Test
    void a_claim_is_one_statement(TestDatabase db) {
        StatementLog log = new StatementLog(db.dataSource());
        JdbcPipelineStore store = new JdbcPipelineStore(log, null, true);
        store.position(PIPELINE);
        log.clear();

        store.claim(PIPELINE, "a", LEASE, false);

        assertThat(log.all()).hasSize(1);
    }

    @Test
    void a_live_lease_refuses_others_and_names_its_holder(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        granted(store, "worker-1");

        Claim claim = store(db).claim(PIPELINE, "worker-2", LEASE, false);

        assertThat(claim).isInstanceOfSatisfying(Claim.Refused.class, refused -> {
            assertThat(refused.outcome()).isEqualTo(RunOutcome.BUSY);
            assertThat(refused.message())
                    .contains("worker-1 holds the pipeline until")
                    .contains("Z");
        });
        assertThat(store.position(PIPELINE).version()).isEqualTo(1);
    }

    @Test
    void a_lease_that_ran_out_is_free_and_its_next_claim_raises_the_version(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        long version = granted(store, "a").position().version();
        store.move(move("a", version, 7));
        expire(db);

        assertThat(granted(store, "b"))
                .isEqualTo(new Claim.Granted(2, new Position(version + 2, Given.cursor(7), Given.WINDOW), 0));
    }

    @Test
    void a_paused_pipeline_refuses_every_claim(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        store.actions().pause(PIPELINE, true, TESTER);

        assertThat(store.claim(PIPELINE, "a", LEASE, false))
                .isEqualTo(new Claim.Refused(
                        RunOutcome.PAUSED, "the pipeline is paused; operation=resume lets it run again"));
    }

    @Test
    void of_claims_at_once_one_is_granted(TestDatabase db) throws Exception {
        List<Callable<Claim>> claims = List.of(
                () -> store(db).claim(PIPELINE, "a", LEASE, false),
                () -> store(db).claim(PIPELINE, "b", LEASE, false),
                () -> store(db).claim(PIPELINE, "c", LEASE, false),
                () -> store(db).claim(PIPELINE, "d", LEASE, false));
        ExecutorService threads = Executors.newFixedThreadPool(claims.size());
        try {
            int granted = 0;
            for (Future<Claim> claim : threads.invokeAll(claims)) {
                granted += claim.get() instanceof Claim.Granted ? 1 : 0;
            }
            assertThat(granted).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void pipelines_do_not_get_in_each_others_way(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        granted(store, "a");

        assertThat(store.claim("a \"strange\" näme; --", "a", LEASE, false)).isInstanceOf(Claim.Granted.class);
    }

    @Test
    void renewing_prolongs_a_live_lease(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        granted(store, "a");

        assertThat(store.renew(PIPELINE, "a", LEASE.multipliedBy(60), Given.STEP))
                .isTrue();
        assertThat(db.<Boolean>value("select lease_until > now() + interval '59 minutes' from etl_pipeline"))
                .isTrue();
    }

    @Test
    void a_lease_that_ran_out_or_is_anothers_cannot_be_renewed(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        assertThat(store.renew(PIPELINE, "a", LEASE, Given.STEP)).isFalse();

        granted(store, "a");
        assertThat(store.renew(PIPELINE, "b", LEASE, Given.STEP)).isFalse();

        expire(db);
        assertThat(store.renew(PIPELINE, "a", LEASE, Given.STEP)).isFalse();
    }
}
