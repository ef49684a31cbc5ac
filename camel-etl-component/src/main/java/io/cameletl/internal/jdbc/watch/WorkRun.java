package io.cameletl.internal.jdbc.watch;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One run of a pipeline, or another piece of its work, with the threads that do it. Thread-safe. */
public final class WorkRun {
    private static final ThreadLocal<@Nullable WorkRun> CURRENT = new ThreadLocal<>();

    /** How long a thread may take to come back from a connection that was cut. */
    private static final Duration TO_COME_BACK = Duration.ofSeconds(5);

    private final Work work;
    private final BooleanSupplier stopping;
    private final Supplier<Duration> patience;
    private final @Nullable WorkRun whole;
    private volatile long stopNanos;

    WorkRun(Work work, BooleanSupplier stopping) {
        this(work, stopping, work::cancelAfter, null);
    }

    private WorkRun(Work work, BooleanSupplier stopping, Supplier<Duration> patience, @Nullable WorkRun whole) {
        this.work = work;
        this.stopping = stopping;
        this.patience = patience;
        this.whole = whole;
    }

    /**
     * @param unwanted whether nobody waits for it any more; asked by another thread
     * @return a part of this run, what is done in which is cancelled as soon as it is unwanted
     */
    public WorkRun until(BooleanSupplier unwanted) {
        return new WorkRun(work, unwanted, () -> Duration.ZERO, this);
    }

    /** @return the one that the calling thread works for */
    public static WorkRun current() {
        WorkRun current = CURRENT.get();
        return current == null ? Work.NONE : current;
    }

    public Work work() {
        return work;
    }

    /** What is done on one thread. */
    @FunctionalInterface
    public interface Task<T extends @Nullable Object, E extends Exception> {
        T run() throws E;
    }

    /** Does something on this thread for the run. */
    public <T extends @Nullable Object, E extends Exception> T call(Task<T, E> task) throws E {
        WorkRun before = CURRENT.get();
        CURRENT.set(this);
        try {
            return task.run();
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }

    /** @return whether a thread of it has not come back from a connection that was cut some time ago */
    public boolean isStuck() {
        return Watch.OPEN.stream()
                .anyMatch(section ->
                        section.run().belongsTo(this) && section.cutFor().compareTo(TO_COME_BACK) > 0);
    }

    private boolean belongsTo(WorkRun run) {
        return this == run || whole == run;
    }

    /** It is somebody else's thread that asks: what is thrown there must not end it. */
    private boolean isStopping() {
        try {
            return stopping.getAsBoolean();
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** @return since when a stop has had no more patience with it, by {@link System#nanoTime}; 0 while it has */
    long cancelledNanos() {
        long own = ownCancelledNanos();
        return own != 0 || whole == null ? own : whole.cancelledNanos();
    }

    private long ownCancelledNanos() {
        long now = System.nanoTime();
        if (stopNanos == 0) {
            if (!isStopping()) {
                return 0;
            }
            stopNanos = now == 0 ? 1 : now;
        }
        long cancelAt = stopNanos + patience.get().toNanos();
        return now - cancelAt >= 0 ? cancelAt : 0;
    }
}
