package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.WithEtl;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheck.State;
import org.apache.camel.health.HealthCheckRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Camel's health says of each pipeline whether it is as it should be. */
@WithEtl
class HealthTest {
    private static final String OPTIONS = "query=RAW(select id, updated_at from t)&sourceDataSource=#source"
            + "&cursorColumns=updated_at,id&dataSource=#target&tables=t&consistencyDelay=0&maximumRedeliveries=0"
            + "&allowOperationHeader=true";

    @SourceDb
    private TestDatabase source;

    @TargetDb
    private TestDatabase target;

    private EtlContext etl;

    @BeforeEach
    void tables() throws Exception {
        source.execute("create table t (id int primary key, updated_at timestamptz not null default now())");
        target.execute("create table t (id int primary key, updated_at timestamptz)");
        etl.route("t", OPTIONS);
    }

    @Test
    void a_pipeline_is_down_after_three_failed_runs_and_up_again_after_a_good_one() {
        etl.run("t");
        assertThat(state()).isEqualTo(State.UP);

        target.execute("alter table t rename to gone");
        for (int run = 1; run <= 3; run++) {
            assertThat(state()).as("before failed run %d", run).isEqualTo(State.UP);
            source.execute("insert into t values (" + run + ")");
            assertThatThrownBy(() -> etl.run("t")).isInstanceOf(EtlException.class);
        }

        HealthCheck.Result down = check().orElseThrow().call();
        assertThat(down.getState()).isEqualTo(State.DOWN);
        assertThat(down.getMessage())
                .hasValueSatisfying(said -> assertThat(said).isEqualTo("3 runs in a row failed"));
        assertThat(down.getDetails()).containsEntry("failures", 3).hasEntrySatisfying("lastError", error -> assertThat(
                        (String) error)
                .contains("no table"));

        target.execute("alter table gone rename to t");
        etl.run("t");
        assertThat(state()).isEqualTo(State.UP);
        assertThat(target.count("t")).isEqualTo(3);
    }

    @Test
    void a_paused_pipeline_is_up_and_says_so() {
        etl.run("t");
        etl.send("t", null, Map.of("CamelEtlOperation", "pause"), Object.class);
        etl.run("t");

        HealthCheck.Result paused = check().orElseThrow().call();
        assertThat(paused.getState()).isEqualTo(State.UP);
        assertThat(paused.getMessage()).hasValue("paused");
        assertThat(paused.getDetails()).containsEntry("paused", true);
    }

    @Test
    void what_the_row_says_is_known_right_after_a_restart() throws Exception {
        etl.run("t");
        target.execute("update etl_pipeline set consecutive_failures = 3, last_error = 'no disk'");
        etl.restart();
        etl.route("t", OPTIONS);
        assertThat(state()).isEqualTo(State.DOWN);
        assertThat(call().getDetails()).containsEntry("failures", 3).containsEntry("lastError", "no disk");

        target.execute("update etl_pipeline set consecutive_failures = 0, last_error = null,"
                + " breaker_state = 'OPEN', breaker_until = '2099-01-01 00:00Z'");
        etl.restart();
        etl.route("t", OPTIONS);
        assertThat(state()).isEqualTo(State.DOWN);
        assertThat(call().getMessage()).hasValue("the circuit breaker is open until 2099-01-01T00:00:00Z");

        target.execute("update etl_pipeline set breaker_state = 'CLOSED', breaker_until = null, paused = true");
        etl.restart();
        etl.route("t", OPTIONS);
        assertThat(call().getMessage()).hasValue("paused");
        etl.send("t", null, Map.of("CamelEtlOperation", "resume"), Object.class);
        Awaitility.await().until(() -> call().getMessage().isEmpty());
        assertThat(call().getDetails()).containsKey("lagSeconds");
    }

    @Test
    void a_run_that_stands_still_is_down_while_it_does_and_says_where() throws Exception {
        etl.route("slow", OPTIONS + "&lateAfter=1s&lockTimeout=0");
        source.execute("insert into t values (1)");
        try (Connection holder = target.dataSource().getConnection();
                Statement lock = holder.createStatement()) {
            holder.setAutoCommit(false);
            lock.execute("lock table t in access exclusive mode");
            var running = CompletableFuture.runAsync(() -> etl.run("slow"));
            Awaitility.await().until(() -> call("slow").getMessage().toString().contains("stalled"));
            HealthCheck.Result stalled = call("slow");
            assertThat(stalled.getState()).isEqualTo(State.DOWN);
            assertThat(stalled.getMessage())
                    .hasValueSatisfying(said -> assertThat(said).contains("no progress since", "phase LOAD, page 1"));
            assertThat(stalled.getDetails())
                    .containsEntry("phase", "LOAD")
                    .containsEntry("page", 1)
                    .containsEntry("rows", 0L)
                    .containsKey("runningSince");
            holder.rollback();
            running.join();
        }
        assertThat(call("slow").getMessage()).isEmpty();
        assertThat(call("slow").getDetails()).doesNotContainKeys("phase", "runningSince");
    }

    @Test
    void it_is_for_readiness_and_goes_with_the_pipeline_s_last_route() throws Exception {
        HealthCheck check = check().orElseThrow();
        assertThat(check.isReadiness()).isTrue();
        assertThat(check.isLiveness()).isFalse();

        etl.camel().getRouteController().stopRoute("t");
        etl.camel().removeRoute("t");
        etl.camel().removeEndpoints("etl:*");
        assertThat(check()).isEmpty();
    }

    private State state() {
        return call().getState();
    }

    private HealthCheck.Result call() {
        return call("t");
    }

    private HealthCheck.Result call(String pipeline) {
        return HealthCheckRegistry.get(etl.camel())
                .getCheck("etl:" + pipeline)
                .orElseThrow()
                .call();
    }

    private Optional<HealthCheck> check() {
        return HealthCheckRegistry.get(etl.camel()).getCheck("etl:t");
    }
}
