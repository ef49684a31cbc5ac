package io.cameletl.internal.adapter.endpoint;

import io.cameletl.internal.outlet.Log;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.camel.spi.ShutdownStrategy;

/**
 * What is being done outside of routes, by a template or by JMX. Camel's graceful shutdown waits for routes only; an
 * endpoint that went down all the same would take the connections away from under the page in hand. Thread-safe.
 */
final class WorkOutsideRoutes {
    private static final Log LOG = Log.of(WorkOutsideRoutes.class);

    private final ReentrantReadWriteLock doing = new ReentrantReadWriteLock();

    <T> T during(Callable<T> work) throws Exception {
        doing.readLock().lock();
        try {
            return work.call();
        } finally {
            doing.readLock().unlock();
        }
    }

    /**
     * Waits until nothing is being done, unless it is the doing itself that stops the endpoint, as a listener may.
     *
     * @param shutdown says for how long at most, as it does for routes
     */
    void awaitEnd(String pipeline, ShutdownStrategy shutdown) throws InterruptedException {
        if (doing.getReadHoldCount() > 0) {
            return;
        }
        if (doing.writeLock().tryLock(shutdown.getTimeout(), shutdown.getTimeUnit())) {
            doing.writeLock().unlock();
        } else {
            LOG.warn(
                    pipeline,
                    "pipeline \"{}\": its endpoint stops in the middle of a page, as it takes too long",
                    pipeline);
        }
    }
}
