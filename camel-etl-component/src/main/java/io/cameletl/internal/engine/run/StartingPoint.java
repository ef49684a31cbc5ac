package io.cameletl.internal.engine.run;

import io.cameletl.PipelineStatus.Position;
import io.cameletl.Window;
import io.cameletl.internal.engine.spec.PipelineSpec;
import java.time.Instant;
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
        Window last = position.window();
        if (last.isOpen()) {
            return new StartingPoint<>(last, after, false, false);
        }
        Instant end =
                spec.source().committedBefore(sourceNow.minus(spec.settings().consistencyDelay()));
        Window window = Windows.next(last, end, spec.settings().lookback());
        // A window that begins no earlier than the last one ended has nothing behind it to read again.
        if (stored == null || !window.fromAt().isBefore(last.beforeAt())) {
            return new StartingPoint<>(window, after, true, false);
        }
        return new StartingPoint<>(window, spec.source().lookBack(stored, window.fromAt()), true, true);
    }
}
