package io.cameletl.internal.console.alone;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.StoredCursor;
import io.cameletl.internal.adapter.control.Caller;
import io.cameletl.internal.console.desk.Desk;
import io.cameletl.internal.console.desk.Live;
import io.cameletl.internal.console.desk.Visitor;
import io.cameletl.internal.console.state.LedgerPlaces;
import io.cameletl.internal.console.state.StateReader;
import io.cameletl.internal.console.support.NothingHere;
import io.cameletl.internal.console.view.Act;
import io.cameletl.internal.console.view.Condition;
import io.cameletl.internal.console.view.Overview;
import io.cameletl.internal.console.view.PipelineLine;
import io.cameletl.internal.console.view.PipelineView;
import io.cameletl.internal.engine.driver.Actor.Way;
import io.cameletl.internal.postgres.state.JdbcPipelineStore;
import io.cameletl.internal.postgres.state.StateReading;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A console whose own clock is not the database's, or that looks at two databases with one name in both. */
@WithPostgres
class OtherClockTest {
    private static final Visitor RITA = new Visitor(Caller.local(Way.CONSOLE), true);

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT1H", "-PT1H"})
    void what_a_run_does_elsewhere_is_judged_by_the_clock_that_dates_it(Duration ahead, TestDatabase state) {
        JdbcPipelineStore store = new JdbcPipelineStore(state.dataSource(), null, true);
        store.claim("runs", "node/1", Duration.ofMinutes(2), false);
        store.claim("stands", "node/1", Duration.ofMinutes(20), false);
        state.execute(
                "update etl_pipeline set lease_since = clock_timestamp() - interval '100 s', lease_rows = 500"
                        + " where name = 'runs'",
                "update etl_pipeline set lease_since = clock_timestamp() - interval '10 min',"
                        + " lease_phase_since = clock_timestamp() - interval '6 min' where name = 'stands'",
                "insert into etl_pipeline (name, breaker_state, breaker_until)"
                        + " values ('open', 'OPEN', clock_timestamp() + interval '30 min')");
        InstantSource clock = () -> Instant.now().plus(ahead);
        StateReader reader = new StateReader(new StateReading(state.dataSource(), null), false, clock);
        Desk desk = new Desk(new TablesHere(reader, store), clock);

        Overview overview = desk.overview(RITA, Overview.Filter.NONE);
        assertThat(line(overview, "runs").condition()).isEqualTo(Condition.RUNNING);
        assertThat(line(overview, "stands").condition()).isEqualTo(Condition.STALLED);
        assertThat(line(overview, "open").why()).startsWith("until ");
        assertThat(overview.at())
                .isBetween(Instant.now().minusSeconds(9), Instant.now().plusSeconds(9));
        assertThat(overview.readAt())
                .isBetween(Instant.now().minusSeconds(9), Instant.now().plusSeconds(9));
        PipelineView view = Objects.requireNonNull(
                desk.pipeline(RITA, "runs", LedgerPlaces.FIRST).view());
        assertThat(view.at())
                .isBetween(Instant.now().minusSeconds(9), Instant.now().plusSeconds(9));
        assertThat(view.readAt())
                .isBetween(Instant.now().minusSeconds(9), Instant.now().plusSeconds(9));
        reader.close();
    }

    @Test
    void of_two_databases_with_one_name_that_of_this_process_is_shown_and_steered(TestDatabase state) {
        state.execute("create schema one", "create schema two");
        JdbcPipelineStore other = new JdbcPipelineStore(state.dataSource(), "one", true);
        JdbcPipelineStore own = new JdbcPipelineStore(state.dataSource(), "two", true);
        other.position("orders");
        own.position("orders");
        other.actions().seek("orders", new StoredCursor("c", "1"), RITA.caller().actor());
        own.actions().seek("orders", new StoredCursor("c", "2"), RITA.caller().actor());
        state.execute(
                "update one.etl_pipeline set from_at = clock_timestamp() - interval '1 hour'",
                "update two.etl_pipeline set from_at = clock_timestamp() - interval '2 hours'");
        StateReader first = new StateReader(new StateReading(state.dataSource(), "one"), false, InstantSource.system());
        StateReader second =
                new StateReader(new StateReading(state.dataSource(), "two"), false, InstantSource.system());
        Desk desk = new Desk(new Two(first, second), InstantSource.system());

        desk.overview(RITA, Overview.Filter.NONE);
        PipelineView view = Objects.requireNonNull(
                desk.pipeline(RITA, "orders", LedgerPlaces.FIRST).view());
        assertThat(view.cursor()).isEqualTo("2");
        assertThat(view.lags())
                .isNotEmpty()
                .allSatisfy(sample -> assertThat(sample.lag().toHours()).isEqualTo(2));
        assertThat(desk.overview(RITA, Overview.Filter.NONE).pipelines())
                .extracting(PipelineLine::here)
                .containsExactlyInAnyOrder(true, false);
        assertThat(desk.overview(RITA, Overview.Filter.NONE).pipelines())
                .filteredOn(line -> line.acts().contains(Act.RUN))
                .hasSize(1);
        first.close();
        second.close();
    }

    private static PipelineLine line(Overview overview, String name) {
        return overview.pipelines().stream()
                .filter(line -> line.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** A process that has the pipeline of the second. */
    private static final class Two extends NothingHere {
        private final StateReader second;

        Two(StateReader first, StateReader second) {
            super(first, second);
            this.second = second;
        }

        @Override
        public Live live(StateReader state, String pipeline) {
            return state == second
                    ? new Live(true, false, false, false, false, null, null, null, null)
                    : Live.ELSEWHERE;
        }
    }
}
