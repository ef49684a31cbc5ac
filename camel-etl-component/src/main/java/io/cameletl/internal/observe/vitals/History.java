package io.cameletl.internal.observe.vitals;

import io.cameletl.PipelineStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a pipeline's runs went.
 *
 * @param failures runs that failed since the last that did not
 * @param lastError the last of these failures; null when there is none
 * @param open whether its circuit breaker is open, or half open
 * @param openUntil until when that refuses runs; null when it does not, or that is not known
 * @param paused whether its runs do nothing
 * @param lag how far the target was behind at {@code lagAt}; null when that is not known
 * @param lagAt when the lag was told
 */
record History(
        int failures,
        @Nullable String lastError,
        boolean open,
        @Nullable Instant openUntil,
        boolean paused,
        @Nullable Duration lag,
        Instant lagAt) {
    static final History NONE = new History(0, null, false, null, false, null, Instant.EPOCH);

    static History of(PipelineStatus found, Instant now) {
        return new History(
                found.consecutiveFailures(),
                found.lastError(),
                found.breaker().open(),
                found.breaker().until(),
                found.paused(),
                found.lag(),
                now);
    }

    @Nullable
    Duration lag(Instant at) {
        return lag == null ? null : lag.plus(Duration.between(lagAt, at));
    }

    History failed(@Nullable String error) {
        return new History(failures + 1, error, open, openUntil, false, lag, lagAt);
    }

    /** It has come to its end, by which an open circuit breaker is closed. */
    History succeeded(@Nullable Duration known, Instant now) {
        return new History(0, null, false, null, false, known == null ? lag : known, known == null ? lagAt : now);
    }

    History paused(boolean isPaused) {
        return new History(failures, lastError, open, openUntil, isPaused, lag, lagAt);
    }

    History opened(@Nullable Instant until) {
        return new History(failures, lastError, true, until, paused, lag, lagAt);
    }

    History closed() {
        return new History(failures, lastError, false, null, paused, lag, lagAt);
    }
}
