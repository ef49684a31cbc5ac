package io.cameletl.internal.engine.events;

import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How far a pipeline's target is behind its source. Between the moments at which that is known, the time that passes is
 * added, by a clock that nobody sets. Thread-safe.
 */
public final class Lateness {
    private final Duration limit;
    private final Duration lookback;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private @Nullable Duration known;
    private long knownAt;
    private boolean paused;

    /**
     * @param limit zero for none
     * @param lookback how far windows reach back over what was covered before
     * @param clock compared with times of the source
     * @param nanos tells how much time has passed
     */
    Lateness(Duration limit, Duration lookback, InstantSource clock, LongSupplier nanos) {
        this.limit = limit;
        this.lookback = lookback;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** The position was read: by it the target is as far behind as the part of the window that is covered. */
    synchronized void claimed(Position position) {
        Instant covered = covered(position.window(), lookback);
        paused = false;
        know(covered.equals(Window.NONE.fromAt()) ? null : Duration.between(covered, clock.instant()));
    }

    synchronized void ended(RunReport run) {
        paused = run.outcome() == RunOutcome.PAUSED;
        if (run.outcome() == RunOutcome.BUSY) {
            // somebody else may have brought it further
            know(null);
        } else if (run.lag() != null) {
            know(run.lag());
        }
    }

    /** @return how far it is behind by now; null where nobody wants to know, or nothing is known */
    synchronized @Nullable Duration lag() {
        return limit.isZero() || paused || known == null
                ? null
                : known.plusNanos(Math.max(0, nanos.getAsLong() - knownAt));
    }

    /** @return whether it is further behind than it may be */
    boolean isLate(Duration lag) {
        return lag.compareTo(limit) > 0;
    }

    private void know(@Nullable Duration lag) {
        known = lag;
        knownAt = nanos.getAsLong();
    }

    /**
     * @param window a window that is being drained, or is drained
     * @param lookback how far it reached back over the one before it
     * @return up to where the source's changes are in the target for certain, whatever of this window is
     */
    public static Instant covered(Window window, Duration lookback) {
        if (window.fromAt().equals(Window.NONE.fromAt())) {
            return window.fromAt();
        }
        return Duration.between(window.fromAt(), window.beforeAt()).compareTo(lookback) < 0
                ? window.beforeAt()
                : window.fromAt().plus(lookback);
    }
}
