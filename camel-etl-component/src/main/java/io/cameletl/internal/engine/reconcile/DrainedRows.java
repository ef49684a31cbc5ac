package io.cameletl.internal.engine.reconcile;

import io.cameletl.EtlException;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.Window;
import io.cameletl.internal.engine.pass.Scope;
import io.cameletl.internal.engine.spec.PipelineSpec;
import java.time.Duration;
import java.time.Instant;

/** The rows that a pipeline has drained: up to the end of its last drained window. What changed later is under way. */
final class DrainedRows {
    private DrainedRows() {}

    /** @throws EtlException when there are none yet */
    static <C> Scope<C> of(PipelineSpec<C> spec, Position position) {
        Window window = position.window();
        // What the next window reaches back over is read again by it.
        Instant end = window.isOpen()
                ? window.fromAt()
                : earlier(window.beforeAt(), spec.settings().lookback());
        if (!end.isAfter(Window.NONE.beforeAt())) {
            throw new EtlException(
                    spec.name(),
                    "nothing can be compared yet: the pipeline has not drained a window since it began, or since its"
                            + " cursor was set. Let it run until its outcome is DRAINED");
        }
        return new Scope<>(spec.seed(), end, spec.cursors().decode(position.cursor()));
    }

    private static Instant earlier(Instant end, Duration by) {
        return by.compareTo(Duration.between(Window.NONE.beforeAt(), end)) >= 0
                ? Window.NONE.beforeAt()
                : end.minus(by);
    }
}
