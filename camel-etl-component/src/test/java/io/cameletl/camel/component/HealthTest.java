package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.WithEtl;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheck.State;
import org.apache.camel.health.HealthCheckRegistry;
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
                .hasValueSatisfying(said -> assertThat(said).contains("pipeline \"t\"", "3 runs in a row failed"));
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
        return check().orElseThrow().call().getState();
    }

    private Optional<HealthCheck> check() {
        return HealthCheckRegistry.get(etl.camel()).getCheck("etl:t");
    }
}
