package io.cameletl.internal.engine.reconcile;

import io.cameletl.EtlEvent;
import io.cameletl.EtlException;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.VerificationReport;
import io.cameletl.internal.engine.page.StoppedException;
import io.cameletl.internal.engine.pass.ComparedSource;
import io.cameletl.internal.engine.pass.ComparedTarget;
import io.cameletl.internal.engine.spec.PassSettings;
import io.cameletl.internal.engine.step.LeasedRun;
import io.cameletl.internal.engine.step.RunContext;
import org.jspecify.annotations.Nullable;

/** Compares what the pipeline has loaded with what the source has, and changes nothing of either. */
public final class Verification<C> {
    /** Tells its passes from those that repair. */
    static final String KIND = "";

    private final RunContext<C> context;
    private final PassSettings settings;
    private final ComparedSource<C> source;
    private final ComparedTarget target;
    private @Nullable Pass<C> pass;

    public Verification(RunContext<C> context, PassSettings settings, ComparedSource<C> source, ComparedTarget target) {
        this.context = context;
        this.settings = settings;
        this.source = source;
        this.target = target;
    }

    /** @throws EtlException when the two cannot be compared, or a database could not be asked, also after all tries */
    public VerificationReport execute() {
        RunReport run = new LeasedRun(context, false).execute(true, this::compare);
        return pass == null ? PassReports.nothing(context.spec().name(), run) : pass.report(run);
    }

    private RunReport compare(Position position) throws Exception {
        context.events().runStarted(context.counts().runNumber(), position.window());
        try {
            Pass<C> opened = new Pass<>(context, settings, Sides.open(context, settings, source, target, position));
            pass = opened;
            if (!opened.resume(KIND)) {
                opened.begin(KIND, null);
            }
            compare(opened);
            RunReport run = context.counts().report(RunOutcome.VERIFIED, null, opened.said("verify"));
            tell(context, opened.report(run));
            return run;
        } catch (StoppedException e) {
            return context.counts().report(RunOutcome.STOPPED, null, pass == null ? "verify" : pass.said("verify"));
        }
    }

    /**
     * Goes over all ranges that are left.
     *
     * @return whether it is at its end
     */
    static <C> boolean compare(Pass<C> pass) throws Exception {
        return pass.go((comparison, range, sum) -> {
            pass.keep(pass.step(range, pass.tried(() -> comparison.compare(range, sum))));
            return true;
        });
    }

    static void tell(RunContext<?> context, VerificationReport report) {
        context.events()
                .occurred(
                        report.differences() == 0
                                ? new EtlEvent.Verified(context.events().now(), report)
                                : new EtlEvent.DifferencesFound(context.events().now(), report));
    }
}
