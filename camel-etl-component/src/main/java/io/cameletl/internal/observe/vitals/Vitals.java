package io.cameletl.internal.observe.vitals;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a pipeline is, as far as this process has heard since it started it.
 *
 * @param failures runs that failed since the last that did not
 * @param lastError the last of these failures; null when there is none
 * @param openUntil until when its circuit breaker refuses runs; null when it does not
 * @param late since when the target has been further behind than it may; null when it is not
 * @param paused whether the last run found the pipeline paused
 * @param lag how far the target was behind at {@code lagAt}; null when that is not known
 * @param lagAt when the lag was told
 * @param waiting records that were postponed when last heard of
 */
public record Vitals(
        int failures,
        @Nullable String lastError,
        @Nullable Instant openUntil,
        @Nullable Instant late,
        boolean paused,
        @Nullable Duration lag,
        Instant lagAt,
        long waiting) {
    /** Nothing was heard yet. */
    public static final Vitals UNKNOWN = new Vitals(0, null, null, null, false, null, Instant.EPOCH, 0);

    /** @return how far the target is behind by now, if nothing has come since; null when that is not known */
    public @Nullable Duration lag(Instant now) {
        return lag == null ? null : lag.plus(Duration.between(lagAt, now));
    }

    Vitals failed(@Nullable String error) {
        return new Vitals(failures + 1, error, openUntil, late, false, lag, lagAt, waiting);
    }

    Vitals succeeded(@Nullable Duration known, Instant now) {
        return new Vitals(
                0, null, openUntil, late, false, known == null ? lag : known, known == null ? lagAt : now, waiting);
    }

    Vitals asPaused() {
        return new Vitals(failures, lastError, openUntil, late, true, lag, lagAt, waiting);
    }

    Vitals breaker(@Nullable Instant until) {
        return new Vitals(failures, lastError, until, late, paused, lag, lagAt, waiting);
    }

    Vitals lateSince(Instant since) {
        return new Vitals(failures, lastError, openUntil, late == null ? since : late, paused, lag, lagAt, waiting);
    }

    Vitals onTime() {
        return new Vitals(failures, lastError, openUntil, null, paused, lag, lagAt, waiting);
    }

    Vitals waiting(long records) {
        return new Vitals(failures, lastError, openUntil, late, paused, lag, lagAt, records);
    }
}
