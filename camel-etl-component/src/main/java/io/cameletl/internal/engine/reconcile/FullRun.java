package io.cameletl.internal.engine.reconcile;

import io.cameletl.EtlException;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.CursorMove.LedgerEntries;
import io.cameletl.internal.engine.events.Progress.Phase;
import io.cameletl.internal.engine.page.ReadTimes;
import io.cameletl.internal.engine.page.StoppedException;
import io.cameletl.internal.engine.pass.ComparedSource;
import io.cameletl.internal.engine.pass.ComparedTarget;
import io.cameletl.internal.engine.spec.PassSettings;
import io.cameletl.internal.engine.step.LeasedRun;
import io.cameletl.internal.engine.step.PageSteps;
import io.cameletl.internal.engine.step.Postponement;
import io.cameletl.internal.engine.step.RunContext;
import io.cameletl.internal.engine.step.RunWriter;
import io.cameletl.internal.engine.step.StandingSteps;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A run of a pipeline whose source has no change times: {@link TwoPasses} over all of its rows. The cursor is the pass's, and
 * the window goes on to the source's time at which the pass began, so that it is known how old the target is.
 */
public final class FullRun<C> {
    private final RunContext<C> context;
    private final Runnable before;
    private final PassSettings settings;
    private final ComparedSource<C> source;
    private final ComparedTarget target;

    /** @param before what is to be done under the lease before anything is read; a failure of it is the run's */
    public FullRun(
            RunContext<C> context,
            Runnable before,
            PassSettings settings,
            ComparedSource<C> source,
            ComparedTarget target) {
        this.context = context;
        this.before = before;
        this.settings = settings;
        this.source = source;
        this.target = target;
    }

    /**
     * @param probe whether it is the run that an open circuit breaker lets through
     * @throws EtlException when the run failed; it is recorded and told of before
     */
    public RunReport execute(boolean probe) {
        return new LeasedRun(context, true).execute(probe, this::pass);
    }

    private RunReport pass(Position position) throws Exception {
        Window window = context.starting(Phase.CLOCK, () -> window(position));
        context.events().runStarted(context.counts().runNumber(), window);
        long kept;
        Window covered;
        try (RunWriter writer = new RunWriter(context)) {
            StandingSteps steps = new StandingSteps(context, position, writer);
            Pass<C> pass = new Pass<>(context, settings, Sides.open(context, settings, source, target, position));
            TwoPasses<C> passes = new TwoPasses<>(context, settings, source, pass, "mode=full", false);
            passes.go(steps);
            kept = passes.kept();
            long waiting = context.counts().waiting();
            for (int kinds = 1; waiting > 0 && kinds <= PageSteps.MAX_KINDS; kinds++) {
                steps.check();
                waiting = steps.take(0, List.of(), ReadTimes.none(), LedgerEntries.NONE)
                        .untried();
            }
            context.progress().enter(Phase.FINISH);
            covered = upTo(window, pass.kept().startedAt());
            context.lease().drained(covered, steps.version());
            new Postponement<>(context).settleOld(covered.drained());
            refuseKeyless(pass);
        } catch (StoppedException e) {
            return context.counts().report(RunOutcome.STOPPED, null, null);
        }
        return context.counts()
                .report(
                        RunOutcome.DRAINED,
                        Duration.between(covered.beforeAt(), window.beforeAt())
                                .plus(context.counts().took()),
                        kept == 0 ? null : "full pass" + Reconciliation.stay(kept));
    }

    /** @throws EtlException when the source has rows that the table cannot have; all others are in */
    private void refuseKeyless(Pass<C> pass) throws Exception {
        long rows = pass.tried(pass.sides().ours()::keyless);
        if (rows > 0) {
            String key = pass.sides().table().key().stream()
                    .map(column -> column.column().name())
                    .collect(Collectors.joining(", "));
            throw new EtlException(
                    context.spec().name(),
                    "the query has rows that are never loaded; in " + rows + " rows a column of the key (" + key
                            + ") is NULL: fill it, or leave such rows out of the query. All others are in the table "
                            + pass.sides().table().name());
        }
    }

    /** A pass that was interrupted has seen its first ranges when it began. */
    private static Window upTo(Window window, Instant begun) {
        Instant end = begun.isBefore(window.beforeAt()) ? begun : window.beforeAt();
        return new Window(window.fromAt(), end.isAfter(window.fromAt()) ? end : window.fromAt());
    }

    /** @return from the end of the last window until now */
    private Window window(Position position) throws Exception {
        before.run();
        // Databases keep microseconds.
        Instant now = context.spec().source().now().truncatedTo(ChronoUnit.MICROS);
        Instant last = position.window().beforeAt();
        return new Window(last, now.isAfter(last) ? now : last);
    }
}
