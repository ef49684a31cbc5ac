package io.cameletl.internal.engine.page;

import io.cameletl.internal.engine.spec.RetryPolicy;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries again what failed for a reason that may pass. A stop ends the waiting at once. */
public final class Retry {
    private static final Logger LOG = LoggerFactory.getLogger(Retry.class);

    private final String pipeline;
    private final RetryPolicy policy;
    private final BooleanSupplier stopping;
    private final Pause pause;

    public Retry(String pipeline, RetryPolicy policy, BooleanSupplier stopping, Pause pause) {
        this.pipeline = pipeline;
        this.policy = policy;
        this.stopping = stopping;
        this.pause = pause;
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
                LOG.warn(
                        "pipeline \"{}\": a page failed, try {} of {} follows in {} ms: {}",
                        pipeline,
                        failures,
                        policy.maximumRedeliveries(),
                        delay.toMillis(),
                        Throwables.message(e));
                if (!pause.pause(delay, stopping)) {
                    throw new StoppedException(e);
                }
            }
        }
    }
}
