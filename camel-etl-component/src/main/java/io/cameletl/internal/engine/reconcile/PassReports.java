package io.cameletl.internal.engine.reconcile;

import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.VerificationReport;
import io.cameletl.internal.engine.driver.KeptPass;
import io.cameletl.internal.engine.pass.Findings;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes reports of passes. */
final class PassReports {
    private PassReports() {}

    /** @return the report of a run in which nothing was compared */
    static VerificationReport nothing(String pipeline, RunReport run) {
        return of(pipeline, run, "", null, null);
    }

    /**
     * @param kept how far the pass is; null before it began
     * @param before the end of what is compared
     */
    static VerificationReport of(
            String pipeline, RunReport run, String table, @Nullable KeptPass kept, @Nullable Instant before) {
        return of(pipeline, run, table, kept, before, null);
    }

    /** @param note what is to be said of a comparison that is whole; null for nothing */
    static VerificationReport of(
            String pipeline,
            RunReport run,
            String table,
            @Nullable KeptPass kept,
            @Nullable Instant before,
            @Nullable String note) {
        Findings found = kept == null ? Findings.NONE : kept.found();
        boolean whole = run.outcome() == RunOutcome.VERIFIED || run.outcome() == RunOutcome.RECONCILED;
        return new VerificationReport(
                pipeline,
                run.runNumber(),
                run.outcome(),
                table,
                kept == null ? null : kept.startedAt(),
                kept == null ? Duration.ZERO : kept.took(),
                kept == null ? null : before,
                found.ranges(),
                found.sourceRows(),
                found.targetRows(),
                found.missing(),
                found.different(),
                found.surplus(),
                found.waiting(),
                found.columns(),
                found.examples(),
                found.tables(),
                whole ? note : run.message());
    }
}
