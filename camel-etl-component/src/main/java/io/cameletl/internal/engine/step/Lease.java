package io.cameletl.internal.engine.step;

import io.cameletl.RunReport;
import io.cameletl.StaleLeaseException;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.PipelineStore;
import io.cameletl.internal.engine.driver.PipelineStore.Claim;
import io.cameletl.internal.engine.driver.PipelineStore.DrainedWindow;
import io.cameletl.internal.engine.driver.PipelineStore.Reckoning;
import io.cameletl.internal.engine.driver.WatchedRun;
import io.cameletl.internal.engine.events.Progress;
import io.cameletl.internal.engine.page.Threads;
import io.cameletl.internal.outlet.Log;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A run's right to its pipeline: claimed before anything is done, renewed three times per lease duration for as long as
 * the run lasts and is not stuck, given back with the run's record. {@link #check()} may be called by any thread.
 */
public final class Lease implements AutoCloseable {
    private static final Log LOG = Log.of(Lease.class);

    private final PipelineStore store;
    private final String pipeline;
    private final Duration duration;
    private final WatchedRun watched;
    private final Progress progress;
    private final String owner;

    /** What of a first load is held in place of the pipeline; null for the pipeline. */
    private final @Nullable ShardLease shards;

    private @Nullable ScheduledExecutorService timer;
    private @Nullable DrainedWindow drained;
    private volatile boolean lost;

    /**
     * @param watched the run, which loses the lease when it is stuck
     * @param progress how far it has come, which is written down with each renewal
     * @param context where it runs, for the holder's name
     */
    Lease(
            PipelineStore store,
            String pipeline,
            Duration duration,
            WatchedRun watched,
            Progress progress,
            String context) {
        this.store = store;
        this.watched = watched;
        this.pipeline = pipeline;
        this.duration = duration;
        this.progress = progress;
        this.owner = Holders.name(context);
        this.shards = null;
    }

    private Lease(Lease whole, int worker) {
        this.store = whole.store;
        this.watched = whole.watched;
        this.pipeline = whole.pipeline;
        this.duration = whole.duration;
        this.progress = whole.progress;
        this.owner = whole.owner + '/' + worker;
        this.shards = new ShardLease(store.shards(), pipeline, owner, duration);
    }

    /** The owner holds another range now. */
    public void regained() {
        lost = false;
    }

    /** @return the holder's name; unique to this run */
    public String owner() {
        return owner;
    }

    /** @param throughBreaker whether an open circuit breaker does not matter */
    Claim claim(boolean throughBreaker) {
        return store.claim(pipeline, owner, duration, throughBreaker);
    }

    /** Renews the granted lease until it is closed. */
    Lease keep() {
        renewRegularly();
        return this;
    }

    /** Renews what is held until it is closed. */
    public void renewRegularly() {
        ScheduledExecutorService executor =
                Executors.newSingleThreadScheduledExecutor(task -> Threads.daemon("etl-lease-" + pipeline, task));
        timer = executor;
        long period = duration.toMillis() / 3;
        // It ends with the timer.
        Future<?> unused = executor.scheduleWithFixedDelay(this::renew, period, period, TimeUnit.MILLISECONDS);
    }

    private void renew() {
        if (lost) {
            return;
        }
        if (watched.isStuck()) {
            lost = true;
            LOG.warn(
                    pipeline,
                    "pipeline \"{}\": a connection was cut, and its thread has not come back from it. The lease is given"
                            + " up, so that another run can go on",
                    pipeline);
            return;
        }
        try {
            lost = !watched.call(this::prolong);
        } catch (RuntimeException | OutOfMemoryError e) {
            // A timer's task that throws is not called again. The next beat tries again; should the lease run out
            // meanwhile, the next commit is refused.
            LOG.warn(pipeline, "pipeline \"{}\": the lease could not be renewed: {}", pipeline, e.getMessage());
        }
    }

    /** @return false when it is another's by now */
    private boolean prolong() {
        return shards == null ? store.renew(pipeline, owner, duration, progress.now()) : shards.prolong();
    }

    /**
     * @param rows source rows of the page
     * @return the step as one of what the lease is for
     */
    CursorMove step(CursorMove move, long rows) {
        return shards == null ? move : shards.step(move, rows);
    }

    /** @return whether others load pages of the pipeline meanwhile */
    boolean isShared() {
        return shards != null;
    }

    /** @return the right of one worker of this run to ranges of a first load */
    public Lease ofWorker(int number) {
        return new Lease(this, number);
    }

    /** @return what a worker holds of a first load */
    public ShardLease shards() {
        return Objects.requireNonNull(shards);
    }

    /** @throws StaleLeaseException when the lease is another's, or was given up */
    public void check() {
        if (lost) {
            throw new StaleLeaseException(
                    pipeline, "the lease is another holder's now, or anybody's; the page was not loaded", null);
        }
    }

    /** Every page of the window is committed; the last step left the version. The run's record will close it. */
    public void drained(Window window, long version) {
        drained = window.isOpen() ? new DrainedWindow(window.drained(), version) : null;
    }

    /**
     * Records the run, closes the window it has drained, and gives the lease back.
     *
     * @param reckoned whether its rows and records are the pipeline's usual ones
     * @return what rows were lately made into; empty while they are few
     */
    Optional<Reckoning> finish(RunReport run, boolean reckoned) {
        return store.finish(owner, run, drained, reckoned);
    }

    /** Renews no more. */
    @Override
    public void close() {
        if (timer != null) {
            Threads.end(timer);
        }
    }
}
