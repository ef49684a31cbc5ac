package io.cameletl.internal.engine.run;

import io.cameletl.EtlException;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.ReconciliationReport;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.Surplus;
import io.cameletl.VerificationReport;
import io.cameletl.internal.engine.page.StoppedException;
import io.cameletl.internal.engine.pass.ComparedSource;
import io.cameletl.internal.engine.pass.ComparedTarget;
import io.cameletl.internal.engine.pass.Scope;
import io.cameletl.internal.engine.spec.PassSettings;
import org.jspecify.annotations.Nullable;

/**
 * Compares what the pipeline has loaded with what the source has, and repairs the target.
 *
 * <ol>
 *   <li>Where surplus rows are to be deleted, first a pass that only compares. Its report says whether they may be: not of a
 *       source that is empty, and not more than {@code maxSurplus}. Nothing is written before.
 *   <li>Then a pass that repairs, range by range. What is missing or different is read by its key and takes the way of any
 *       page: an equal row is not read, and not written. Surplus rows are deleted in the same transaction, and never more in
 *       all than the first pass has found to be allowed.
 *   <li>A row is surplus only when the source does not have it in a statement that began after the target's row was seen. What
 *       comes to the source later is loaded by a later run. Nothing comes from this pipeline meanwhile: it has the lease,
 *       and each page moves the version.
 *   <li>The pass's own step commits with the last page of its range. One that was interrupted goes on there, with what may
 *       still be deleted.
 * </ol>
 */
public final class Reconciliation<C> {
    private final RunContext<C> context;
    private final PassSettings settings;
    private final ComparedSource<C> source;
    private final ComparedTarget target;
    private @Nullable Pass<C> pass;

    public Reconciliation(
            RunContext<C> context, PassSettings settings, ComparedSource<C> source, ComparedTarget target) {
        this.context = context;
        this.settings = settings;
        this.source = source;
        this.target = target;
    }

    /** @throws EtlException when the target must not be repaired so, or a page failed, also after all tries */
    public ReconciliationReport execute() {
        RunReport run = new LeasedRun(context, false).execute(true, this::reconcile);
        return new ReconciliationReport(
                pass == null ? Pass.nothing(context.spec().name(), run) : pass.report(run), run);
    }

    private RunReport reconcile(Position position) throws Exception {
        context.events().runStarted(context.counts().runNumber(), position.window());
        String kept = "";
        try (RunWriter writer = new RunWriter(context)) {
            Scope<C> scope = DrainedRows.of(context.spec(), position);
            Pass<C> opened = Pass.open(context, settings, source, target, scope);
            pass = opened;
            if (opened.resume(kind()) || begun(opened)) {
                Repair<C> repair = new Repair<>(
                        context, settings, source, scope, opened, new StandingSteps(context, position, writer));
                opened.go(repair::range);
                kept = repair.kept() == 0
                        ? ""
                        : ", " + repair.kept() + " surplus rows stay, since others refer to them";
            }
        } catch (StoppedException e) {
            return context.counts().report(RunOutcome.STOPPED, null, said());
        }
        return context.counts().report(RunOutcome.RECONCILED, null, said() + kept);
    }

    private String kind() {
        return " repair " + settings.surplus();
    }

    private String said() {
        return pass == null ? "reconcile" : pass.said("reconcile");
    }

    /** @return whether there is something to repair, as far as is known */
    private boolean begun(Pass<C> opened) throws Exception {
        if (settings.surplus() != Surplus.DELETE) {
            opened.begin(kind(), 0L);
            return true;
        }
        Verification.compare(opened);
        VerificationReport found = opened.report(context.counts().report(RunOutcome.VERIFIED, null, said()));
        Verification.tell(context, found);
        long allowed = settings.maxSurplus().of(found.targetRows());
        refuse(found, allowed);
        if (found.differences() == 0) {
            return false;
        }
        opened.begin(kind(), allowed);
        return true;
    }

    private void refuse(VerificationReport found, long allowed) {
        String why = null;
        if (found.surplus() > 0 && found.sourceRows() == 0) {
            why = "the source is empty";
        } else if (found.surplus() > allowed) {
            why = "maxSurplus=" + settings.maxSurplus() + " allows for " + allowed;
        }
        if (why != null) {
            throw new EtlException(
                    context.spec().name(),
                    "operation=reconcile would delete " + found.surplus() + " of " + found.targetRows()
                            + " rows of the table "
                            + found.table() + ", and " + why + ". Nothing was written: " + found.summary()
                            + ". Look whether the source is whole; then raise maxSurplus, set surplus=report, or say in"
                            + " verifyWhere which rows are the pipeline's");
        }
    }
}
