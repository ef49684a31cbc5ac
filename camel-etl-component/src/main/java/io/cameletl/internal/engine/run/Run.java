package io.cameletl.internal.engine.run;

import io.cameletl.EtlException;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.PageWriter;
import io.cameletl.internal.engine.events.Lateness;
import io.cameletl.internal.engine.events.Progress.Phase;
import io.cameletl.internal.engine.shard.Assistance;
import io.cameletl.internal.engine.shard.FirstLoad;
import io.cameletl.internal.engine.spec.PipelineSpec;
import io.cameletl.internal.engine.step.LeasedRun;
import io.cameletl.internal.engine.step.PageLoop;
import io.cameletl.internal.engine.step.Postponement;
import io.cameletl.internal.engine.step.RunContext;
import io.cameletl.internal.engine.step.SourceTime;
import io.cameletl.internal.engine.step.StartingPoint;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run of a pipeline. The page protocol, whose steps 5 to 10 are the {@link PageWriter}'s:
 *
 * <ol>
 *   <li>Claim the lease. Someone else's live lease: the run ends as {@code BUSY}, no error; {@code PAUSED} or {@code
 *       OPEN} likewise.
 *   <li>Read cursor, window and version (with the claim). No open window: freeze one that ends at the source's now less
 *       the consistency delay. It is stored with the first page's step; until then nothing depends on it.
 *   <li>Extract page n+1 while page n loads. A first window may be loaded in ranges: {@link FirstLoad}.
 *   <li>Transform.
 *   <li>Open the load transaction on one connection.
 *   <li>Stage the records.
 *   <li>Deduplicate inside the page.
 *   <li>Merge.
 *   <li>Take the cursor's step on the same connection, if version and lease are still ours.
 *   <li>Commit. Only now listeners hear of the page.
 *   <li>The commit's outcome unknown? Read the version; never guess.
 *   <li>Window drained: closed by the last page's step. Record the run and release the lease.
 * </ol>
 */
public final class Run<C> {
    private final RunContext<C> context;
    private final Runnable before;

    /** @param before what is to be done under the lease before anything is read; a failure of it is the run's */
    public Run(RunContext<C> context, Runnable before) {
        this.context = context;
        this.before = before;
    }

    /**
     * @param probe whether it is the run that an open circuit breaker lets through
     * @throws EtlException when the run failed; it is recorded and told of before
     */
    public RunReport execute(boolean probe) {
        Assistance<C> assistance = new Assistance<>(context, before);
        return new LeasedRun(context, true)
                .orElse(assistance::join, assistance::load)
                .execute(probe, this::drain);
    }

    /** Ends before anything is done: a circuit breaker does not let the run through. */
    public RunReport refuse(String message) {
        try {
            return LeasedRun.refused(context, RunOutcome.OPEN, message);
        } finally {
            context.end();
        }
    }

    private RunReport drain(Position position) throws Exception {
        PipelineSpec<C> spec = context.spec();
        Beginning<C> beginning = context.starting(Phase.CLOCK, () -> begin(position));
        Instant sourceNow = beginning.sourceTime().read();
        StartingPoint<C> start = beginning.start();
        Window window = start.window();
        context.events().runStarted(context.counts().runNumber(), window);
        FirstLoad.Next<C> next = new FirstLoad<>(context, beginning.sourceTime()).before(position, start);
        PageLoop<C> loop = new PageLoop<>(context, next.window(), beginning.sourceTime(), next.version());
        RunOutcome outcome = next.stopped() ? RunOutcome.STOPPED : loop.run(next.after());
        boolean drained = outcome == RunOutcome.DRAINED;
        if (drained) {
            context.progress().enter(Phase.FINISH);
            context.lease().drained(next.window(), loop.version());
            context.ending(() -> {
                spec.source().checkComplete();
                return null;
            });
            new Postponement<>(context).settle(window, loop.after());
        }
        Instant covered = drained
                ? window.beforeAt()
                : Lateness.covered(window, spec.settings().lookback());
        return context.counts().report(outcome, lag(sourceNow, covered), null);
    }

    private Beginning<C> begin(Position position) throws Exception {
        before.run();
        long askedNanos = System.nanoTime();
        Instant now = context.spec().source().now();
        return new Beginning<>(StartingPoint.of(context.spec(), position, now), new SourceTime(now, askedNanos));
    }

    private record Beginning<C>(StartingPoint<C> start, SourceTime sourceTime) {}

    private @Nullable Duration lag(Instant sourceNow, Instant covered) {
        return covered.equals(Window.NONE.beforeAt())
                ? null
                : Duration.between(covered, sourceNow).plus(context.counts().took());
    }
}
