package io.cameletl.internal.engine.run;

import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Whether a pipeline is late: its target further behind the source than a limit. Says so once, and again only when it
 * had caught up in between. Between runs the time that passes is added to what was known last. Thread-safe.
 */
public final class Lateness {
    private final Duration limit;
    private final Duration lookback;
    private final InstantSource clock;
    private @Nullable Duration known;
    private Instant knownAt = Instant.EPOCH;
    private boolean late;

    /**
     * @param limit zero for none
     * @param lookback how far windows reach back over what was covered before
     */
    public Lateness(Duration limit, Duration lookback, InstantSource clock) {
        this.limit = limit;
        this.lookback = lookback;
        this.clock = clock;
    }

    /** The position was read: by it the target is as far behind as the part of the window that is covered. */
    synchronized void claimed(Position position) {
        Instant covered = covered(position.window(), lookback);
        know(covered.equals(Window.NONE.fromAt()) ? null : Duration.between(covered, clock.instant()));
    }

    /** @return how late the pipeline has become; null when it is not, or is late still */
    synchronized @Nullable Duration becameLate(RunReport run) {
        if (run.outcome() == RunOutcome.BUSY) {
            // somebody else may have brought it further
            know(null);
            return null;
        }
        if (run.lag() != null) {
            know(run.lag());
        }
        if (limit.isZero() || known == null || run.outcome() == RunOutcome.PAUSED) {
            return null;
        }
        Duration lag = known.plus(Duration.between(knownAt, clock.instant()));
        boolean was = late;
        late = lag.compareTo(limit) > 0;
        return late && !was ? lag : null;
    }

    private void know(@Nullable Duration lag) {
        known = lag;
        knownAt = clock.instant();
    }

    /**
     * @param window a window that is being drained, or is drained
     * @param lookback how far it reached back over the one before it
     * @return up to where the source's changes are in the target for certain, whatever of this window is
     */
    static Instant covered(Window window, Duration lookback) {
        if (window.fromAt().equals(Window.NONE.fromAt())) {
            return window.fromAt();
        }
        return Duration.between(window.fromAt(), window.beforeAt()).compareTo(lookback) < 0
                ? window.beforeAt()
                : window.fromAt().plus(lookback);
    }
}
