package io.cameletl.internal.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.Window;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LatenessTest {
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final Duration LOOKBACK = Duration.ofHours(2);
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");
    private final Lateness lateness = new Lateness(LIMIT, LOOKBACK, () -> now);

    @Test
    void it_is_told_once_and_again_after_catching_up() {
        assertThat(ended(RunOutcome.PAGE_LIMIT, Duration.ofMinutes(16))).isEqualTo(Duration.ofMinutes(16));
        assertThat(ended(RunOutcome.PAGE_LIMIT, Duration.ofMinutes(17))).isNull();
        assertThat(ended(RunOutcome.DRAINED, Duration.ofSeconds(10))).isNull();
        assertThat(ended(RunOutcome.PAGE_LIMIT, Duration.ofMinutes(16))).isNotNull();
    }

    @Test
    void a_pipeline_that_only_fails_becomes_late_as_time_passes() {
        ended(RunOutcome.DRAINED, Duration.ofSeconds(10));
        now = now.plus(LIMIT).minusSeconds(10);
        assertThat(ended(RunOutcome.FAILED, null)).isNull();
        now = now.plusSeconds(1);
        assertThat(ended(RunOutcome.OPEN, null)).isEqualTo(LIMIT.plusSeconds(1));
    }

    @Test
    void after_a_restart_the_position_tells_how_far_it_came() {
        Instant covered = now.minus(Duration.ofHours(1));
        lateness.claimed(new Position(1, null, new Window(covered, covered)));

        assertThat(ended(RunOutcome.FAILED, null)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void what_a_window_reaches_back_over_was_covered_before() {
        Instant covered = now.minus(Duration.ofMinutes(5));
        lateness.claimed(new Position(1, null, new Window(covered.minus(LOOKBACK), now)));

        assertThat(ended(RunOutcome.STOPPED, null)).isNull();
        now = now.plus(LIMIT);
        assertThat(ended(RunOutcome.FAILED, null)).isEqualTo(LIMIT.plusMinutes(5));
    }

    @Test
    void a_first_sync_is_not_late_nor_one_that_others_run_or_that_is_paused() {
        lateness.claimed(new Position(1, null, new Window(Window.NONE.fromAt(), now)));
        assertThat(ended(RunOutcome.PAGE_LIMIT, null)).isNull();

        ended(RunOutcome.DRAINED, Duration.ofSeconds(10));
        now = now.plus(Duration.ofDays(1));
        assertThat(ended(RunOutcome.PAUSED, null)).isNull();
        assertThat(ended(RunOutcome.BUSY, null)).isNull();
        assertThat(ended(RunOutcome.FAILED, null)).isNull();
    }

    @Test
    void without_a_limit_nothing_is_late() {
        Lateness never = new Lateness(Duration.ZERO, Duration.ZERO, Clock.systemUTC());

        assertThat(never.becameLate(report(RunOutcome.DRAINED, Duration.ofDays(1))))
                .isNull();
    }

    private Duration ended(RunOutcome outcome, Duration lag) {
        return lateness.becameLate(report(outcome, lag));
    }

    private RunReport report(RunOutcome outcome, Duration lag) {
        return new RunReport("p", 1, outcome, now, Duration.ZERO, 0, 0, 0, Map.of(), lag, null);
    }
}
