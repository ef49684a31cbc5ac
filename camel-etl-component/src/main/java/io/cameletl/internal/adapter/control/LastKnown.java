package io.cameletl.internal.adapter.control;

import io.cameletl.internal.observe.vitals.Vitals;
import io.cameletl.internal.outlet.Outlet;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a pipeline where its state database does not answer: what that said last, or what this process has
 * heard.
 */
final class LastKnown {
    private final String pipeline;
    private final StatusReader reader;
    private final Callable<Vitals> heard;
    private final Admission admission;

    /** @param heard asks no database */
    LastKnown(String pipeline, StatusReader reader, Callable<Vitals> heard, Admission admission) {
        this.pipeline = pipeline;
        this.reader = reader;
        this.heard = heard;
        this.admission = admission;
    }

    /** @return what the state database says, or said last, or else what this process has heard */
    LastStatus status(Caller caller) {
        String failure = null;
        try {
            reader.now();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = "interrupted";
        } catch (Exception e) {
            failure = Outlet.message(pipeline, String.valueOf(e.getMessage()), e);
        }
        StatusReader.Answer known = reader.last();
        if (known != null) {
            return new LastStatus(ShownStatus.of(known.status(), caller), known.at(), shown(failure, caller));
        }
        Instant now = Instant.now();
        return new LastStatus(
                ShownStatus.of(HeardStatus.of(pipeline, admission.asked(caller, heard), now), caller),
                now,
                shown(failure, caller));
    }

    /** @return what this process has heard */
    HeardVitals vitals(Caller caller) {
        Vitals known = admission.asked(caller, heard);
        return new HeardVitals(known, shown(known.lastError(), caller));
    }

    private static @Nullable String shown(@Nullable String text, Caller caller) {
        return ShownStatus.text(text, caller);
    }
}
