package io.cameletl.internal.engine.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LatenessTest {
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final Duration LOOKBACK = Duration.ofHours(2);
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private Instant now = NOW;
    private Duration passed = Duration.ZERO;
    private final Lateness lateness = new Lateness(LIMIT, LOOKBACK, () -> now, () -> passed.toNanos());

    @Test
    void a_pipeline_becomes_late_as_time_passes_whatever_its_runs_do() {
        ended(RunOutcome.DRAINED, Duration.ofSeconds(10));
        pass(LIMIT.minusSeconds(10));
        assertThat(lateness.isLate(lateness.lag())).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(lateness.lag()).isEqualTo(LIMIT.plusSeconds(1));
        assertThat(lateness.isLate(lateness.lag())).isTrue();
        ended(RunOutcome.FAILED, null);
        assertThat(lateness.lag()).isEqualTo(LIMIT.plusSeconds(1));
        ended(RunOutcome.OPEN, null);
        assertThat(lateness.lag()).isEqualTo(LIMIT.plusSeconds(1));
    }

    @Test
    void a_clock_that_is_set_makes_nothing_late_and_nothing_early() {
        ended(RunOutcome.DRAINED, Duration.ofSeconds(10));
        now = NOW.plus(Duration.ofDays(1));
        assertThat(lateness.lag()).isEqualTo(Duration.ofSeconds(10));
        now = NOW.minus(Duration.ofDays(1));
        pass(LIMIT);
        assertThat(lateness.lag()).isEqualTo(LIMIT.plusSeconds(10));
    }

    @Test
    void after_a_restart_the_position_tells_how_far_it_came() {
        Instant covered = now.minus(Duration.ofHours(1));
        lateness.claimed(new Position(1, null, new Window(covered, covered)));

        assertThat(lateness.lag()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void what_a_window_reaches_back_over_was_covered_before() {
        Instant covered = now.minus(Duration.ofMinutes(5));
        lateness.claimed(new Position(1, null, new Window(covered.minus(LOOKBACK), now)));

        assertThat(lateness.lag()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void a_first_sync_is_not_late_nor_one_that_others_run_or_that_is_paused() {
        lateness.claimed(new Position(1, null, new Window(Window.NONE.fromAt(), now)));
        assertThat(lateness.lag()).isNull();

        ended(RunOutcome.DRAINED, Duration.ofSeconds(10));
        pass(Duration.ofDays(1));
        ended(RunOutcome.PAUSED, null);
        assertThat(lateness.lag()).isNull();
        ended(RunOutcome.BUSY, null);
        assertThat(lateness.lag()).isNull();
    }

    @Test
    void without_a_limit_nothing_is_late() {
        Lateness never = new Lateness(Duration.ZERO, Duration.ZERO, () -> now, System::nanoTime);
        never.ended(report(RunOutcome.DRAINED, Duration.ofDays(1)));

        assertThat(never.lag()).isNull();
    }

    private void pass(Duration time) {
        passed = passed.plus(time);
    }

    private void ended(RunOutcome outcome, Duration lag) {
        lateness.ended(report(outcome, lag));
    }

    private RunReport report(RunOutcome outcome, Duration lag) {
        return new RunReport("p", 1, outcome, now, Duration.ZERO, 0, 0, 0, Map.of(), lag, null);
    }
}
