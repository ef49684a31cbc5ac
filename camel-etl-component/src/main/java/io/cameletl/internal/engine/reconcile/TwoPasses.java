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
 *   <li>Where surplus rows are to be deleted, or marked as gone, first a pass that only compares. Its report says whether they may be: not of a
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
    private final boolean sliced;
    private boolean refused;
    private long kept;

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
        this(context, settings, source, pass, operation, told, false);
    }

    private TwoPasses(
            RunContext<C> context,
            PassSettings settings,
            ComparedSource<C> source,
            Pass<C> pass,
            String operation,
            boolean told,
            boolean sliced) {
        this.context = context;
        this.settings = settings;
        this.source = source;
        this.pass = pass;
        this.operation = operation;
        this.told = told;
        this.sliced = sliced;
    }

    /** The same by a pass that pauses: it goes on where it was, also while it compares, and whatever was done meanwhile. */
    static <C> TwoPasses<C> inSlices(
            RunContext<C> context, PassSettings settings, ComparedSource<C> source, Pass<C> pass, String operation) {
        return new TwoPasses<>(context, settings, source, pass, operation, false, true);
    }

    /**
     * @return whether it is at its end; not when the pass pauses
     * @throws EtlException when the target must not be repaired so, or a page failed, also after all tries
     */
    boolean go(StandingSteps steps) throws Exception {
        // Whoever allows for less meanwhile is heard: the pass begins anew, and counts.
        String kind = ' ' + operation + ' ' + settings.surplus() + ' ' + settings.maxSurplus();
        boolean ended = true;
        refuseMarks();
        if (resume(kind)) {
            // What was counted then may not be so any more. No more is deleted than was allowed, and of an empty source
            // nothing.
            if (settings.removes() && pass.isSourceEmpty()) {
                if (sliced) {
                    pass.giveUp();
                }
                throw refusal(operation + " does not go on to repair the table "
                        + pass.sides().table().name()
                        + ": the source is empty now. Nothing more was written. Look whether the source is whole");
            }
        } else {
            Beginning begun = begin(kind);
            if (begun != Beginning.REPAIR) {
                return begun == Beginning.NOTHING_TO_DO;
            }
        }
        Repair<C> repair = new Repair<>(context, settings, source, pass, steps);
        try {
            ended = pass.go(repair::range);
        } finally {
            kept = repair.kept();
            refused |= repair.isRefused();
        }
        return ended;
    }

    /** @return how many surplus rows stay, since others refer to them */
    long kept() {
        return kept;
    }

    /** @return whether it failed since the target must not be repaired so, which another try would find again */
    boolean isRefused() {
        return refused;
    }

    private boolean resume(String kind) throws Exception {
        return sliced ? pass.resumeAny(kind) : pass.resume(kind);
    }

    private enum Beginning {
        REPAIR,
        NOTHING_TO_DO,
        COMPARES
    }

    /** @return whether there is something to repair, as far as is known */
    private Beginning begin(String kind) throws Exception {
        if (!settings.removes()) {
            pass.begin(kind, 0L);
            return Beginning.REPAIR;
        }
        refuseDoubtfulKey();
        // By hand anew, also where a comparison was interrupted: what may be deleted goes by what the source has now.
        String comparing = sliced ? kind + " compares" : Verification.KIND;
        boolean goesOn = sliced && pass.resumeAny(comparing);
        if (!goesOn) {
            pass.begin(comparing, null);
        }
        if (!Verification.compare(pass)) {
            return Beginning.COMPARES;
        }
        VerificationReport found =
                pass.report(context.counts().report(RunOutcome.VERIFIED, null, pass.said(operation)));
        if (told) {
            Verification.tell(context, found);
        }
        long allowed = settings.maxSurplus().of(found.targetRows());
        refuse(found, allowed, goesOn && found.surplus() > 0 && pass.isSourceEmpty());
        if (found.differences() == 0) {
            return Beginning.NOTHING_TO_DO;
        }
        pass.begin(kind, allowed);
        return Beginning.REPAIR;
    }

    private EtlException refusal(String why) {
        refused = true;
        return new EtlException(context.spec().name(), why);
    }

    private void refuseMarks() {
        if (settings.surplus() == Surplus.MARK && !pass.sides().theirs().canMark()) {
            throw refusal(operation + " cannot mark rows of the table "
                    + pass.sides().table().name()
                    + " as gone: surplus=mark needs deletes=mark, and a deletedColumn that is"
                    + " a boolean, a number, a date or a timestamp there");
        }
    }

    private void refuseDoubtfulKey() {
        String column = pass.sides().ours().doubtfulKey();
        if (column != null) {
            throw refusal(operation + " cannot tell surplus rows of the table "
                    + pass.sides().table().name() + ": the key column "
                    + column
                    + " is of another type or collation there than in the query, and calls values equal that"
                    + " are not the same. Cast it in the query to the table's, or set surplus=report");
        }
    }

    private void refuse(VerificationReport found, long allowed, boolean emptyNow) {
        String why = null;
        if (emptyNow || (found.surplus() > 0 && found.sourceRows() == 0)) {
            why = "the source is empty";
        } else if (found.surplus() > allowed) {
            why = "maxSurplus=" + settings.maxSurplus() + " allows for " + allowed;
        }
        if (why != null) {
            throw refusal(operation + (settings.surplus() == Surplus.MARK ? " would mark " : " would delete ")
                    + found.surplus() + " of " + found.targetRows() + " rows of the table "
                    + found.table() + ", and " + why + ". Nothing was written: " + found.summary()
                    + ". Look whether the source is whole; then raise maxSurplus, set surplus=report, or say in"
                    + " verifyWhere which rows are the pipeline's");
        }
    }
}
