package io.cameletl.internal.engine.page;

import io.cameletl.internal.engine.spec.RetryPolicy;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Tries again what failed for a reason that may pass. A stop ends the waiting at once. */
public final class Retry {
    private final RetryPolicy policy;
    private final Predicate<Throwable> isTransient;
    private final BooleanSupplier stopping;
    private final Listener listener;

    /** Hears of a failure before the wait for the next try, on the thread that tries. */
    @FunctionalInterface
    public interface Listener {
        /**
         * @param attempt the number of the try that follows, from 1
         * @param attempts how many there may be
         * @param delay how long it is waited before it
         */
        void retrying(int attempt, int attempts, Duration delay, Exception failure);
    }

    /** @param isTransient tells failures that may pass from those that will not */
    public Retry(RetryPolicy policy, Predicate<Throwable> isTransient, BooleanSupplier stopping, Listener listener) {
        this.policy = policy;
        this.isTransient = isTransient;
        this.stopping = stopping;
        this.listener = listener;
    }

    /**
     * @return what the attempt returned
     * @throws StoppedException when a stop ended the waiting, or the attempt: what may pass is left to a later run
     * @throws Exception what the last attempt threw
     */
    public <T extends @Nullable Object> T call(Callable<T> attempt) throws Exception {
        for (int failures = 1; ; failures++) {
            try {
                return attempt.call();
            } catch (Exception e) {
                if (isTransient.test(e) && stopping.getAsBoolean()) {
                    throw new StoppedException(e);
                }
                if (failures > policy.maximumRedeliveries() || !isTransient.test(e)) {
                    throw e;
                }
                Duration delay = policy.delay(failures, ThreadLocalRandom.current());
                listener.retrying(failures, policy.maximumRedeliveries(), delay, e);
                if (!Pause.of(delay, stopping)) {
                    throw new StoppedException(e);
                }
            }
        }
    }
}
