package io.cameletl.internal.engine.shard;

import io.cameletl.StaleLeaseException;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.Shard;
import io.cameletl.internal.engine.step.PageSteps;
import io.cameletl.internal.engine.step.RunContext;
import io.cameletl.internal.engine.step.RunWriter;
import io.cameletl.internal.engine.step.SourceTime;
import java.time.Duration;

/**
 * Tries postponed records while workers load ranges, by steps of the pipeline's own position: they wait for rows of other
 * ranges, and there is room for so many only. Used by the run's thread.
 */
final class WaitingTries<C> implements AutoCloseable {
    /** They are not tried over and over. */
    private static final long PAUSE_NANOS = Duration.ofSeconds(2).toNanos();

    private final RunContext<C> context;
    private final PageSteps<C> steps;
    private final RunWriter writer;
    private long lastNanos = System.nanoTime() - PAUSE_NANOS;

    /** @param version the version of the position before the first step */
    WaitingTries(RunContext<C> context, Window window, SourceTime sourceTime, long version) {
        this.context = context;
        this.steps = new PageSteps<>(context, window, sourceTime, version);
        this.writer = new RunWriter(context);
    }

    /** Called again and again. */
    void whileOthersLoad() throws Exception {
        long now = System.nanoTime();
        if (context.counts().waiting() == 0 || now - lastNanos < PAUSE_NANOS) {
            return;
        }
        lastNanos = now;
        Shard.Progress progress =
                context.driver().store().shards().progress(context.spec().name());
        context.counts().waiting(progress.postponed());
        if (progress.postponed() > 0) {
            attempt();
        }
    }

    /** A worker may have loaded a newer record of a key that waits: the older one must not come after it. */
    private void attempt() throws Exception {
        try {
            steps.tryPostponed(writer);
        } catch (StaleLeaseException e) {
            long version =
                    context.driver().store().position(context.spec().name()).version();
            if (version != steps.version()) {
                throw e;
            }
        }
    }

    /** @return the version of the position after the last step */
    long version() {
        return steps.version();
    }

    @Override
    public void close() {
        writer.close();
    }
}
