package io.cameletl.internal.engine.shard;

import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.internal.engine.driver.PipelineStore.Claim;
import io.cameletl.internal.engine.events.Progress.Phase;
import io.cameletl.internal.engine.step.RunContext;
import io.cameletl.internal.engine.step.SourceTime;
import java.util.Optional;

/**
 * What a run does that finds the pipeline held by another, which leads a {@link FirstLoad}: it loads ranges that nobody
 * holds, and ends once there is none. It holds no lease but those of its ranges.
 */
public final class Assistance<C> {
    private final RunContext<C> context;

    private final Runnable before;

    /** @param before what is to be done before anything is read */
    public Assistance(RunContext<C> context, Runnable before) {
        this.context = context;
        this.before = before;
    }

    /** @return empty when there is nothing to take part in */
    public Optional<Claim.Granted> join() {
        return context.spec().settings().initialShards() > 1
                ? context.driver().store().shards().join(context.spec().name())
                : Optional.empty();
    }

    public RunReport load(Position position) throws Exception {
        SourceTime sourceTime = context.starting(Phase.CLOCK, () -> {
            before.run();
            long askedNanos = System.nanoTime();
            return new SourceTime(context.spec().source().now(), askedNanos);
        });
        context.events().runStarted(context.counts().runNumber(), position.window());
        boolean complete = new ShardTeam<>(context, position.window(), sourceTime, false).work(() -> {});
        return context.counts()
                .report(
                        complete ? RunOutcome.PAGE_LIMIT : RunOutcome.STOPPED,
                        null,
                        "took part in the first load, which another run leads");
    }
}
