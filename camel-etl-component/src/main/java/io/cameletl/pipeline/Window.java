package io.cameletl.pipeline;

import io.cameletl.ExtractRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The span of change times that a run covers: {@code [fromAt, beforeAt)}.
 *
 * @param fromAt the start, inclusive
 * @param beforeAt the end, exclusive
 */
public record Window(Instant fromAt, Instant beforeAt) {
    /** The window of a pipeline that never ran: nothing is covered yet. */
    public static final Window NONE = new Window(ExtractRequest.BEGINNING, ExtractRequest.BEGINNING);

    public Window {
        if (beforeAt.isBefore(fromAt)) {
            throw new IllegalArgumentException(
                    "a window must not end (" + beforeAt + ") before it starts (" + fromAt + ")");
        }
    }

    /** @return whether there is anything left to cover; a drained window has its start at its end */
    public boolean isOpen() {
        return fromAt.isBefore(beforeAt);
    }

    /**
     * @param lookback how far it reached back over the one before it
     * @return up to where the source's changes are in the target for certain, whatever of this window is
     */
    Instant covered(Duration lookback) {
        if (fromAt.equals(NONE.fromAt)) {
            return fromAt;
        }
        return Duration.between(fromAt, beforeAt).compareTo(lookback) < 0 ? beforeAt : fromAt.plus(lookback);
    }

    /** @return this window once its last page is committed */
    public Window drained() {
        return new Window(beforeAt, beforeAt);
    }

    /**
     * @param settled up to where the source's changes are all committed
     * @param lookback how far it reaches back over this one
     * @return the window that follows this drained one; empty when that is no further than this one came
     */
    Window next(Instant settled, Duration lookback) {
        // Databases keep microseconds: what the store gives back must be what the first page was asked with.
        Instant end = settled.truncatedTo(ChronoUnit.MICROS);
        if (!end.isAfter(beforeAt)) {
            return drained();
        }
        boolean reachesBeginning = lookback.compareTo(Duration.between(NONE.fromAt, beforeAt)) >= 0;
        return new Window(reachesBeginning ? NONE.fromAt : beforeAt.minus(lookback), end);
    }
}
