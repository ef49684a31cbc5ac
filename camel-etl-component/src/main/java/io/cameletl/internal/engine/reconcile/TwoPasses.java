package io.cameletl.internal.engine.reconcile;

import io.cameletl.EtlException;
import io.cameletl.RunOutcome;
import io.cameletl.Surplus;
import io.cameletl.VerificationReport;
import io.cameletl.internal.engine.pass.ComparedSource;
import io.cameletl.internal.engine.spec.PassSettings;
import io.cameletl.internal.engine.step.RunContext;
import io.cameletl.internal.engine.step.StandingSteps;

/**
 * Compares the source with the target, and repairs the target.
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
final class TwoPasses<C> {
    private final RunContext<C> context;
    private final PassSettings settings;
    private final ComparedSource<C> source;
    private final Pass<C> pass;
    private final String operation;
    private final boolean told;

    /**
     * @param operation what repairs, as messages name it
     * @param told whether listeners hear of what was found before the repair
     */
    TwoPasses(
            RunContext<C> context,
            PassSettings settings,
            ComparedSource<C> source,
            Pass<C> pass,
            String operation,
            boolean told) {
        this.context = context;
        this.settings = settings;
        this.source = source;
        this.pass = pass;
        this.operation = operation;
        this.told = told;
    }

    /**
     * @return how many surplus rows stay
     * @throws EtlException when the target must not be repaired so, or a page failed, also after all tries
     */
    long go(StandingSteps steps) throws Exception {
        // Whoever allows for less meanwhile is heard: the pass begins anew, and counts.
        String kind = ' ' + operation + ' ' + settings.surplus() + ' ' + settings.maxSurplus();
        if (pass.resume(kind)) {
            // What was counted then may not be so any more. No more is deleted than was allowed, and of an empty source
            // nothing.
            if (settings.surplus() == Surplus.DELETE && pass.isSourceEmpty()) {
                throw new EtlException(
                        context.spec().name(),
                        operation + " does not go on to repair the table "
                                + pass.sides().table().name()
                                + ": the source is empty now. Nothing more was written. Look whether the source is whole");
            }
        } else if (!begun(kind)) {
            return 0;
        }
        Repair<C> repair = new Repair<>(context, settings, source, pass, steps);
        pass.go(repair::range);
        return repair.kept();
    }

    /** @return whether there is something to repair, as far as is known */
    private boolean begun(String kind) throws Exception {
        if (settings.surplus() != Surplus.DELETE) {
            pass.begin(kind, 0L);
            return true;
        }
        refuseDoubtfulKey();
        // Anew, also where a comparison was interrupted: what may be deleted goes by what the source has now.
        pass.begin(Verification.KIND, null);
        Verification.compare(pass);
        VerificationReport found =
                pass.report(context.counts().report(RunOutcome.VERIFIED, null, pass.said(operation)));
        if (told) {
            Verification.tell(context, found);
        }
        long allowed = settings.maxSurplus().of(found.targetRows());
        refuse(found, allowed);
        if (found.differences() == 0) {
            return false;
        }
        pass.begin(kind, allowed);
        return true;
    }

    private void refuseDoubtfulKey() {
        String column = pass.sides().ours().doubtfulKey();
        if (column != null) {
            throw new EtlException(
                    context.spec().name(),
                    operation + " cannot tell surplus rows of the table "
                            + pass.sides().table().name() + ": the key column "
                            + column
                            + " is of another type or collation there than in the query, and calls values equal that"
                            + " are not the same. Cast it in the query to the table's, or set surplus=report");
        }
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
                    operation + " would delete " + found.surplus() + " of " + found.targetRows() + " rows of the table "
                            + found.table() + ", and " + why + ". Nothing was written: " + found.summary()
                            + ". Look whether the source is whole; then raise maxSurplus, set surplus=report, or say in"
                            + " verifyWhere which rows are the pipeline's");
        }
    }
}
