package io.cameletl.internal.engine;

import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.internal.engine.reconcile.DuePass;
import io.cameletl.internal.engine.reconcile.SlicedPass;
import io.cameletl.internal.engine.run.Run;
import io.cameletl.internal.engine.spec.PassSettings;
import java.util.function.BooleanSupplier;

/**
 * Runs that load what changed and, now and then, go over all rows besides:
 *
 * <ol>
 *   <li>A run loads what changed. Only where its window is drained, and a full pass is due, the pass goes on.
 *   <li>A slice of the pass is a run of its own, under the lease. After it, what changed meanwhile is loaded by another run.
 *   <li>Slices and runs take turns until the pass is at its end, or the process stops. The next trigger, here or elsewhere,
 *       goes on with one that is not.
 * </ol>
 */
record PassingRuns<C>(Pipeline<C> pipeline, ComparedPipeline<C> compared, PassSettings settings, DuePass due) {
    /** @return what the first run did; of the others, history and listeners have theirs */
    RunReport run(BooleanSupplier stopping) {
        RunReport first = increments(stopping);
        RunReport last = first;
        while (last.outcome() == RunOutcome.DRAINED && !stopping.getAsBoolean() && due.isDue()) {
            SlicedPass<C> slice =
                    new SlicedPass<>(pipeline.context(stopping), due, settings, compared.source(), compared.target());
            slice.execute();
            if (!slice.goesOn()) {
                break;
            }
            last = increments(stopping);
        }
        return first;
    }

    private RunReport increments(BooleanSupplier stopping) {
        return new Run<>(pipeline.context(stopping), pipeline.startCheck()::checkLate).execute(false);
    }
}
