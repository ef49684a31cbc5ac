package io.cameletl.internal.engine.page;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits that a stop ends early. */
public final class Pause {
    private static final long STOP_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private Pause() {}

    /**
     * @param stopping asked again and again
     * @return false when a stop ended the wait, or there was one before
     */
    public static boolean of(Duration duration, BooleanSupplier stopping) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + duration.toNanos();
        while (!stopping.getAsBoolean()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return true;
            }
            never.await(Math.min(left, STOP_CHECK_NANOS), TimeUnit.NANOSECONDS);
        }
        return false;
    }
}
