package io.cameletl.internal.breaker;

import io.cameletl.internal.outlet.Log;
import io.cameletl.internal.outlet.Outlet;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Asks whether an open breaker has been closed elsewhere. A refusal must not hang in a database that does not answer: it
 * waits for a bounded time, and nobody asks while an earlier question is unanswered. Thread-safe.
 */
final class BreakerLook {
    private static final Log LOG = Log.of(BreakerLook.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final AtomicBoolean asking = new AtomicBoolean();

    /** @return whether the answer was yes; false when there is none in time */
    boolean says(String pipeline, BooleanSupplier question) {
        if (!asking.compareAndSet(false, true)) {
            return false;
        }
        FutureTask<Boolean> answer = new FutureTask<>(() -> {
            try {
                return question.getAsBoolean();
            } finally {
                asking.set(false);
            }
        });
        Thread thread = new Thread(answer, Outlet.text(pipeline, "etl-breaker-" + pipeline));
        thread.setDaemon(true);
        thread.start();
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug(pipeline, "pipeline \"{}\": cannot see whether its circuit breaker was closed", pipeline, e);
            return false;
        }
    }
}
