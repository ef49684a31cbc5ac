package io.cameletl.internal.engine.page;

import io.cameletl.internal.engine.spec.RetryPolicy;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** Tries again what failed for a reason that may pass. A stop ends the waiting at once. */
public final class Retry {
    private final RetryPolicy policy;
    private final BooleanSupplier stopping;
    private final Pause pause;
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

    public Retry(RetryPolicy policy, BooleanSupplier stopping, Pause pause, Listener listener) {
        this.policy = policy;
        this.stopping = stopping;
        this.pause = pause;
        this.listener = listener;
    }

    /**
     * @return what the attempt returned
     * @throws StoppedException when a stop ended the waiting
     * @throws Exception what the last attempt threw
     */
    public <T> T call(Callable<T> attempt) throws Exception {
        for (int failures = 1; ; failures++) {
            try {
                return attempt.call();
            } catch (Exception e) {
                if (failures > policy.maximumRedeliveries()
                        || !policy.isTransient().test(e)) {
                    throw e;
                }
                Duration delay = policy.delay(failures, RandomGenerator.getDefault());
                listener.retrying(failures, policy.maximumRedeliveries(), delay, e);
                if (!pause.pause(delay, stopping)) {
                    throw new StoppedException(e);
                }
            }
        }
    }
}
