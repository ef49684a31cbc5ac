package io.cameletl.internal.engine.run;

import io.cameletl.internal.engine.driver.PipelineStore;
import io.cameletl.internal.engine.page.Threads;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews a run's lease three times per lease duration for as long as the run lasts. */
public final class Lease implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    private final PipelineStore store;
    private final String pipeline;
    private final String owner;
    private final Duration lease;
    private final ScheduledExecutorService timer;
    private final ScheduledFuture<?> beat;
    private volatile boolean lost;

    public Lease(PipelineStore store, String pipeline, String owner, Duration lease) {
        this.store = store;
        this.pipeline = pipeline;
        this.owner = owner;
        this.lease = lease;
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> Threads.daemon("etl-lease-" + pipeline, task));
        long period = lease.toMillis() / 3;
        this.beat = timer.scheduleWithFixedDelay(this::renew, period, period, TimeUnit.MILLISECONDS);
    }

    private void renew() {
        try {
            lost = !store.renew(pipeline, owner, lease);
        } catch (RuntimeException e) {
            // A timer's task that throws is not called again. The next beat tries again; should the lease run out
            // meanwhile, the next commit is refused.
            LOG.warn("pipeline \"{}\": the lease could not be renewed: {}", pipeline, e.getMessage());
        }
    }

    /** @return whether the store said that the lease is another's */
    public boolean isLost() {
        return lost;
    }

    @Override
    public void close() {
        beat.cancel(false);
        Threads.end(timer);
    }
}
