package io.cameletl.internal.engine.page;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits before another try. */
@FunctionalInterface
public interface Pause {
    /** Waits for real, and looks twenty times a second whether it still should. */
    Pause REAL = Pause::wait;

    /** @return false when {@code stopping} ended the wait early */
    boolean pause(Duration delay, BooleanSupplier stopping) throws InterruptedException;

    private static boolean wait(Duration delay, BooleanSupplier stopping) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + delay.toNanos();
        while (!stopping.getAsBoolean()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return true;
            }
            never.await(Math.min(left, TimeUnit.MILLISECONDS.toNanos(50)), TimeUnit.NANOSECONDS);
        }
        return false;
    }
}
