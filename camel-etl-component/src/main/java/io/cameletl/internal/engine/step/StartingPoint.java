package io.cameletl.internal.engine.step;

import io.cameletl.PipelineStatus.Position;
import io.cameletl.Window;
import io.cameletl.internal.engine.spec.CursorAhead;
import io.cameletl.internal.engine.spec.PipelineSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where a run begins.
 *
 * @param window the open window, or the next
 * @param after the cursor after which to read; null for the source's beginning
 * @param opened whether the window is new, and not stored yet
 * @param lookedBack whether the cursor lies before the stored one
 */
public record StartingPoint<C>(Window window, @Nullable C after, boolean opened, boolean lookedBack) {
    /** @param sourceNow the source's time */
    public static <C> StartingPoint<C> of(PipelineSpec<C> spec, Position position, Instant sourceNow) throws Exception {
        C stored = spec.cursors().decode(position.cursor());
        C after = stored != null ? stored : spec.seed();
        CursorAhead.check(spec, after, sourceNow);
        Window last = position.window();
        if (last.isOpen()) {
            return new StartingPoint<>(last, after, false, false);
        }
        Instant end =
                spec.source().committedBefore(sourceNow.minus(spec.settings().consistencyDelay()));
        Window window = next(last, end, spec.settings().lookback());
        // A window that begins no earlier than the last one ended has nothing behind it to read again.
        if (stored == null || !window.fromAt().isBefore(last.beforeAt())) {
            return new StartingPoint<>(window, after, true, false);
        }
        return new StartingPoint<>(window, spec.source().lookBack(stored, window.fromAt()), true, true);
    }

    /**
     * @param last the last window, drained
     * @param committedBefore up to where the source's changes are all committed
     * @param lookback how far the next window reaches back over the last one
     * @return the window that follows; empty when it would end no later than the last one
     */
    private static Window next(Window last, Instant committedBefore, Duration lookback) {
        // Databases keep microseconds: what the store gives back must be what the first page was asked with.
        Instant end = committedBefore.truncatedTo(ChronoUnit.MICROS);
        if (!end.isAfter(last.beforeAt())) {
            return last.drained();
        }
        Instant beginning = Window.NONE.fromAt();
        boolean reachesBeginning = lookback.compareTo(Duration.between(beginning, last.beforeAt())) >= 0;
        return new Window(reachesBeginning ? beginning : last.beforeAt().minus(lookback), end);
    }
}
