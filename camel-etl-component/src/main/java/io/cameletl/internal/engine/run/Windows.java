package io.cameletl.internal.engine.run;

import io.cameletl.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Which window follows another, and how much of one is covered. */
final class Windows {
    private Windows() {}

    /**
     * @param last the last window, drained
     * @param committedBefore up to where the source's changes are all committed
     * @param lookback how far the next window reaches back over the last one
     * @return the window that follows; empty when it would end no later than the last one
     */
    static Window next(Window last, Instant committedBefore, Duration lookback) {
        // Databases keep microseconds: what the store gives back must be what the first page was asked with.
        Instant end = committedBefore.truncatedTo(ChronoUnit.MICROS);
        if (!end.isAfter(last.beforeAt())) {
            return last.drained();
        }
        Instant beginning = Window.NONE.fromAt();
        boolean reachesBeginning = lookback.compareTo(Duration.between(beginning, last.beforeAt())) >= 0;
        return new Window(reachesBeginning ? beginning : last.beforeAt().minus(lookback), end);
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
