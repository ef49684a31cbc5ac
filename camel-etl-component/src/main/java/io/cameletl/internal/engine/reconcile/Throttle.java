package io.cameletl.internal.engine.reconcile;

import io.cameletl.internal.engine.page.Pause;
import io.cameletl.internal.engine.page.StoppedException;
import io.cameletl.internal.engine.spec.PassSettings;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits between the ranges of a pass, so that it takes no more of the servers than it may. */
final class Throttle {
    private final PassSettings settings;
    private final BooleanSupplier stopping;
    private long last = System.nanoTime();

    Throttle(PassSettings settings, BooleanSupplier stopping) {
        this.settings = settings;
        this.stopping = stopping;
    }

    /** @return how many rows a range may have, so that no second has more than it may */
    int rows() {
        int limit = settings.rowsPerSecond();
        return limit == 0 ? settings.rangeRows() : Math.min(settings.rangeRows(), limit);
    }

    /** @return whether ranges may follow each other without a wait */
    boolean isOff() {
        return settings.rowsPerSecond() == 0 && settings.pause().isZero();
    }

    /** A range begins. */
    void begin() {
        last = System.nanoTime();
    }

    /**
     * Waits until the next may begin.
     *
     * @param rows how many rows the range had
     * @throws StoppedException when a stop ended the wait
     */
    void end(long rows) throws StoppedException, InterruptedException {
        long limit = settings.rowsPerSecond();
        long least = limit == 0 ? 0 : TimeUnit.SECONDS.toNanos(rows) / limit;
        long end = Math.max(last + least, System.nanoTime() + settings.pause().toNanos());
        if (!Pause.of(Duration.ofNanos(Math.max(0, end - System.nanoTime())), stopping)) {
            throw new StoppedException(null);
        }
    }
}
