package io.cameletl.internal.engine.events;

import io.cameletl.EtlEvent;
import io.cameletl.EtlEvent.Kind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Tells when a pipeline's target is further behind than it may be, and when it has caught up. Thread-safe. */
record LateNews(String pipeline, Lateness lateness, Teller teller, InstantSource clock) {
    /**
     * A run has ended.
     *
     * @param stopping whether not to wait until listeners have heard
     */
    void ended(long runNumber, BooleanSupplier stopping) {
        Duration lag = lateness.lag();
        if (lag != null && lateness.isLate(lag)) {
            teller.happened(Kind.PIPELINE_LATE, "", leftOut -> late(runNumber, lag), stopping);
        } else {
            caughtUp(runNumber, lag, stopping);
        }
    }

    /** Some time has passed. Nobody waits until listeners have heard. */
    void looked() {
        Duration lag = lateness.lag();
        if (lag != null && lateness.isLate(lag)) {
            teller.goesOn(Kind.PIPELINE_LATE, "", late(0, lag));
        } else {
            caughtUp(0, lag, () -> true);
        }
    }

    /** @return whether it is further behind than it may be */
    boolean isLate() {
        Duration lag = lateness.lag();
        return lag != null && lateness.isLate(lag);
    }

    private EtlEvent late(long runNumber, Duration lag) {
        return new EtlEvent.PipelineLate(pipeline, runNumber, clock.instant(), lag);
    }

    private void caughtUp(long runNumber, @Nullable Duration lag, BooleanSupplier stopping) {
        if (lag != null && teller.over(Kind.PIPELINE_LATE)) {
            teller.tell(new EtlEvent.PipelineCaughtUp(pipeline, runNumber, clock.instant(), lag), stopping);
        }
    }
}
