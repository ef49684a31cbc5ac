package io.cameletl.internal.engine.reconcile;

import io.cameletl.internal.engine.driver.LastFullPass;
import io.cameletl.internal.engine.driver.PassStore;
import io.cameletl.internal.engine.spec.PassSchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Whether a full pass is due. The store says when the last ended, in whatever process, and what time it is; so a restart
 * makes none due, and of several processes one does it. Thread-safe.
 */
public final class DuePass {
    /** Another process may have ended one, but nothing makes one due before its time: it is not asked for at each run. */
    private static final Duration ASKED_AGAIN = Duration.ofMinutes(1);

    /** One that failed must not fail every run: what it fails for may last, and what changed is to be loaded meanwhile. */
    private static final Duration TRIED_AGAIN = Duration.ofMinutes(5);

    private final String pipeline;
    private final PassSchedule schedule;
    private final PassStore store;
    private final LongSupplier nanos;
    private final long made;
    private long waits;

    public DuePass(String pipeline, PassSchedule schedule, PassStore store, LongSupplier nanos) {
        this.pipeline = pipeline;
        this.schedule = schedule;
        this.store = store;
        this.nanos = nanos;
        this.made = nanos.getAsLong();
    }

    /** @return whether one is due, as far as is known; asks the store only where one may be */
    public synchronized boolean isDue() {
        return nanos.getAsLong() - made >= waits && isDueNow();
    }

    /** @return whether one is due; asks the store */
    synchronized boolean isDueNow() {
        LastFullPass last = store.lastFullPass(pipeline);
        Instant ended = last.ended();
        if (ended == null) {
            if (!schedule.isDueAtFirst()) {
                store.countFullPasses(pipeline);
            }
            return schedule.isDueAtFirst();
        }
        Instant due = schedule.after(ended);
        if (due != null && !due.isAfter(last.now())) {
            return true;
        }
        Duration left = due == null ? ASKED_AGAIN : Duration.between(last.now(), due);
        waitFor(left.compareTo(ASKED_AGAIN) < 0 ? left : ASKED_AGAIN);
        return false;
    }

    /** It was due, and failed. */
    synchronized void failed() {
        waitFor(TRIED_AGAIN);
    }

    private void waitFor(Duration time) {
        waits = nanos.getAsLong() - made + time.toNanos();
    }
}
