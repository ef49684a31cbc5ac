package io.cameletl.internal.engine.reconcile;

import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.internal.engine.page.StoppedException;
import io.cameletl.internal.engine.pass.ComparedSource;
import io.cameletl.internal.engine.pass.ComparedTarget;
import io.cameletl.internal.engine.spec.PassSettings;
import io.cameletl.internal.engine.step.LeasedRun;
import io.cameletl.internal.engine.step.RunContext;
import io.cameletl.internal.engine.step.RunWriter;
import io.cameletl.internal.engine.step.StandingSteps;
import java.time.Duration;

/**
 * A slice of a full pass of a pipeline that reads changes: {@link TwoPasses} over what it has drained, for so long and to
 * the end of the range in hand. The lease is given back after it, so that what changed meanwhile can be loaded; the next
 * slice, in whatever process, goes on where this one ended.
 */
public final class SlicedPass<C> {
    /** How long what changed waits for the pass at most, and for a range. */
    static final Duration SLICE = Duration.ofSeconds(1);

    private static final String NAME = "full pass";

    private final RunContext<C> context;
    private final DuePass due;
    private final PassSettings settings;
    private final ComparedSource<C> source;
    private final ComparedTarget target;
    private boolean goesOn;

    public SlicedPass(
            RunContext<C> context,
            DuePass due,
            PassSettings settings,
            ComparedSource<C> source,
            ComparedTarget target) {
        this.context = context;
        this.due = due;
        this.settings = settings;
        this.source = source;
        this.target = target;
    }

    /**
     * @return what the slice did: {@code DRAINED} in the midst of the pass, {@code RECONCILED} at its end
     * @throws io.cameletl.EtlException when the target must not be repaired so, or a page failed; it is recorded and told of before
     */
    public RunReport execute() {
        return new LeasedRun(context, false).execute(false, this::slice);
    }

    /** @return whether the pass is to go on after it */
    public boolean goesOn() {
        return goesOn;
    }

    private RunReport slice(Position position) throws Exception {
        context.events().runStarted(context.counts().runNumber(), position.window());
        long started = System.nanoTime();
        // Another process may have ended it meanwhile.
        if (!due.isDueNow()) {
            return context.counts().report(RunOutcome.DRAINED, null, null);
        }
        TwoPasses<C> passes = null;
        try (RunWriter writer = new RunWriter(context)) {
            Pass<C> pass = new Pass<>(
                    context,
                    settings,
                    Sides.open(context, settings, source, target, position),
                    () -> System.nanoTime() - started >= SLICE.toNanos());
            passes = TwoPasses.inSlices(context, settings, source, pass, NAME);
            goesOn = !passes.go(new StandingSteps(context, position, writer));
            if (goesOn) {
                return context.counts().report(RunOutcome.DRAINED, null, null);
            }
            ended();
            return context.counts()
                    .report(RunOutcome.RECONCILED, null, pass.said(NAME) + Reconciliation.stay(passes.kept()));
        } catch (StoppedException e) {
            return context.counts().report(RunOutcome.STOPPED, null, NAME);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            failed(passes != null && passes.isRefused(), e);
            throw e;
        }
    }

    /** One that was refused is at its end, too: what it found stays so for long, and to find it again costs a pass. */
    private void failed(boolean refused, Exception failure) {
        due.failed();
        if (refused) {
            try {
                ended();
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        }
    }

    private void ended() throws Exception {
        context.ending(() -> {
            context.driver()
                    .store()
                    .passes()
                    .fullPassEnded(context.spec().name(), context.lease().owner());
            return null;
        });
    }
}
