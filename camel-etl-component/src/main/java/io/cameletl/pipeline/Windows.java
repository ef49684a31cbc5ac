package io.cameletl.pipeline;

import java.time.Instant;

/** Finds the window that a run covers: the open one, or the next. */
final class Windows {
    private Windows() {}

    /** @param sourceNow the source's time */
    static Window of(PipelineSpec<?> spec, Window last, Instant sourceNow) throws Exception {
        if (last.isOpen()) {
            return last;
        }
        Instant end = sourceNow.minus(spec.settings().consistencyDelay());
        return last.next(spec.source().settled(end));
    }
}
