package io.cameletl.example;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops what was started, the last one first; after that nothing starts any more. Thread-safe: Ctrl-C may come while
 * the demo is still starting.
 */
final class Lifetime {
    private static final Logger LOG = LoggerFactory.getLogger(Lifetime.class);

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final CountDownLatch over = new CountDownLatch(1);

    /** @throws CancellationException when it is over */
    synchronized <T extends AutoCloseable> T start(Callable<T> starter) throws Exception {
        if (isOver()) {
            throw new CancellationException("stopped while starting");
        }
        T running = starter.call();
        started.push(running);
        return running;
    }

    boolean isOver() {
        return over.getCount() == 0;
    }

    void awaitOver() throws InterruptedException {
        over.await();
    }

    /** Stops everything, even when one of them cannot be stopped; nothing the second time. */
    synchronized void end() {
        over.countDown();
        while (!started.isEmpty()) {
            AutoCloseable running = started.pop();
            try {
                running.close();
            } catch (Exception e) {
                LOG.warn("cannot stop the {}: {}", running.getClass().getSimpleName(), e.getMessage());
            }
        }
    }
}
