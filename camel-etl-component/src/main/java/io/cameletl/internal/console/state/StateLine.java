package io.cameletl.internal.console.state;

import io.cameletl.internal.console.view.PipelineLine.Ledgers;
import io.cameletl.internal.console.view.PipelineLine.RunMark;
import io.cameletl.internal.console.view.PipelineLine.RunningNow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline as the state tables have it.
 *
 * @param error the last error, its values included; null when the last run did not fail
 * @param openUntil until when the circuit breaker refuses runs; null when it does not
 * @param running the run whose lease is live; null when there is none
 * @param diedAt when a lease ran out that nobody gave back, since its holder is dead or away; null when there is none such
 * @param holder who holds the lease, or held it last; null when it was given back
 */
public record StateLine(
        String name,
        @Nullable Duration lag,
        boolean paused,
        int failures,
        @Nullable String error,
        @Nullable Instant openUntil,
        @Nullable RunningNow running,
        @Nullable Instant diedAt,
        @Nullable String holder,
        @Nullable Instant lastGood,
        Ledgers ledgers,
        List<RunMark> runs) {
    public StateLine {
        runs = List.copyOf(runs);
    }
}
