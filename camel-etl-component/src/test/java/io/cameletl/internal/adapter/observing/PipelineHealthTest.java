package io.cameletl.internal.adapter.observing;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.EtlEvent;
import io.cameletl.PipelineListener.RunEnd;
import io.cameletl.PipelineStatus.Running;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.internal.engine.events.EveryEvent;
import io.cameletl.internal.engine.events.Moment;
import io.cameletl.internal.observe.vitals.VitalSigns;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.camel.health.HealthCheck.Result;
import org.apache.camel.health.HealthCheck.State;
import org.junit.jupiter.api.Test;

/** Each thing that makes a pipeline's health DOWN, alone. */
class PipelineHealthTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final VitalSigns vitals = new VitalSigns(clock);
    private final PipelineHealth health = new PipelineHealth("p", vitals, clock, 2);
    private Moment moment = Moment.QUIET;

    PipelineHealthTest() {
        vitals.look("p", () -> moment);
        vitals.look("p", () -> Moment.QUIET);
    }

    @Test
    void nothing_heard_is_well() {
        assertThat(health.call().getState()).isEqualTo(State.UP);
    }

    @Test
    void late_while_it_is() {
        moment = new Moment(null, false, null, true, false, null);
        assertDown("late: the target is further behind than lateAfter allows");
    }

    @Test
    void not_verified_for_longer_than_allowed() {
        moment = new Moment(null, false, null, false, true, null);
        assertDown("not verified: the last comparison of source and target is older than verifyEvery allows");
        vitals.verified("p", new EveryEvent.Comparison(Duration.ofMinutes(2), 3, false));
        assertThat(health.call().getDetails())
                .containsEntry("verificationAgeSeconds", 120.0)
                .containsEntry("verificationDifferences", 3L);
    }

    @Test
    void stalled_while_nothing_moves() {
        moment = new Moment(
                new Running(3, NOW, "EXTRACT", NOW, 7, 600), true, "waits for Lock:relation", false, false, null);
        assertDown("stalled: no progress since 2026-01-01T12:00:00Z, phase EXTRACT, page 7: waits for Lock:relation");
        assertThat(health.call().getDetails())
                .containsEntry("phase", "EXTRACT")
                .containsEntry("page", 7)
                .containsEntry("rows", 600L)
                .containsEntry("runningSince", "2026-01-01T12:00:00Z");
    }

    @Test
    void not_started_by_its_schedule() {
        moment = new Moment(null, false, null, false, false, NOW);
        assertDown("its schedule does not fire: a run should have started at 2026-01-01T12:00:00Z");
    }

    @Test
    void refused_by_a_breaker_that_another_process_has_opened_until_a_run_comes_to_its_end() {
        ended(RunOutcome.OPEN);
        assertDown("the circuit breaker is open");
        ended(RunOutcome.BUSY);
        assertDown("the circuit breaker is open");
        ended(RunOutcome.DRAINED);
        assertThat(health.call().getState()).isEqualTo(State.UP);
    }

    @Test
    void as_many_failures_as_are_too_many_whether_or_not_a_stop_came_between() {
        ended(RunOutcome.FAILED);
        ended(RunOutcome.STOPPED);
        ended(RunOutcome.FAILED);
        assertDown("2 runs in a row failed");
    }

    @Test
    void open_by_its_own_breaker_until_that_is_closed() {
        vitals.eventOccurred(new EtlEvent.BreakerOpened("p", NOW, NOW, 0));
        assertDown("the circuit breaker is open until 2026-01-01T12:00:00Z");
        vitals.eventOccurred(new EtlEvent.BreakerClosed("p", NOW));
        assertThat(health.call().getState()).isEqualTo(State.UP);
    }

    private void ended(RunOutcome outcome) {
        vitals.runEnded(
                new RunEnd(new RunReport("p", 1, outcome, NOW, Duration.ZERO, 0, 0, 0, Map.of(), null, null), null));
    }

    private void assertDown(String reason) {
        Result result = health.call();
        assertThat(result.getState()).isEqualTo(State.DOWN);
        assertThat(result.getMessage()).hasValue(reason);
    }
}
