package io.cameletl.internal.engine.reconcile;

import io.cameletl.EtlException;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.ReconciliationReport;
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
import org.jspecify.annotations.Nullable;

/** Compares what the pipeline has loaded with what the source has, and repairs the target, by {@link TwoPasses}. */
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
                pass == null ? PassReports.nothing(context.spec().name(), run) : pass.report(run), run);
    }

    private RunReport reconcile(Position position) throws Exception {
        context.events().runStarted(context.counts().runNumber(), position.window());
        long kept;
        try (RunWriter writer = new RunWriter(context)) {
            Pass<C> opened = new Pass<>(context, settings, Sides.open(context, settings, source, target, position));
            pass = opened;
            TwoPasses<C> passes = new TwoPasses<>(context, settings, source, opened, "operation=reconcile", true);
            passes.go(new StandingSteps(context, position, writer));
            kept = passes.kept();
        } catch (StoppedException e) {
            return context.counts().report(RunOutcome.STOPPED, null, said(0));
        }
        return context.counts().report(RunOutcome.RECONCILED, null, said(kept));
    }

    private String said(long kept) {
        return (pass == null ? "reconcile" : pass.said("reconcile")) + stay(kept);
    }

    /** @param kept how many surplus rows stay */
    static String stay(long kept) {
        return kept == 0 ? "" : ", " + kept + " surplus rows stay, since others refer to them or a trigger keeps them";
    }
}
