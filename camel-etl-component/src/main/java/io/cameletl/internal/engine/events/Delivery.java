package io.cameletl.internal.engine.events;

import io.cameletl.PipelineListener;
import io.cameletl.internal.engine.page.Threads;
import io.cameletl.internal.outlet.Log;
import io.cameletl.internal.outlet.LogContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells one listener of one thing after another, on a thread that is not the run's. What is told waits in a queue: whoever
 * tells may wait until it was heard, and need not. A listener that throws is logged; it is told of that thing again, as when
 * a notifier's route stood still: with the next thing, then once a minute at most, for an hour. Thread-safe.
 */
final class Delivery {
    /** How many things wait at most; those that come then are dropped. */
    static final int ROOM = 1_000;

    private static final int TRIES = 60;
    private static final long BETWEEN_TRIES = TimeUnit.MINUTES.toNanos(1);

    private static final Log LOG = Log.of(Delivery.class);
    private static final ExecutorService THREADS =
            Executors.newCachedThreadPool(task -> Threads.daemon("etl-listener", task));
    private static final ThreadLocal<Boolean> TELLING = ThreadLocal.withInitial(() -> false);

    private final String pipeline;
    private final PipelineListener listener;
    private final Deque<News> queue = new ArrayDeque<>();
    private final Deque<News> missed = new ArrayDeque<>();
    private boolean busy;
    private boolean late;
    private long dropped;

    private record News(
            Consumer<PipelineListener> what,
            CountDownLatch heard,
            LogContext logContext,
            @Nullable ClassLoader classes,
            int tries,
            long notBefore) {
        News missedAt(long now) {
            return new News(what, heard, logContext, classes, tries + 1, tries == 0 ? now : now + BETWEEN_TRIES);
        }
    }

    Delivery(String pipeline, PipelineListener listener) {
        this.pipeline = pipeline;
        this.listener = listener;
    }

    /** @return whether the current thread is telling a listener: it must not wait for another to be told */
    static boolean isTelling() {
        return TELLING.get();
    }

    /** @return is released once the listener has heard it; at once where nobody is to wait for that */
    synchronized CountDownLatch tell(Consumer<PipelineListener> what) {
        if (queue.size() >= ROOM) {
            if (dropped++ == 0) {
                LOG.warn(
                        pipeline,
                        "pipeline \"{}\": the listener {} has not come back for {} events; what follows is not told to it"
                                + " until it does",
                        pipeline,
                        listener,
                        ROOM);
            }
            return new CountDownLatch(0);
        }
        CountDownLatch heard = new CountDownLatch(1);
        queue.add(new News(
                what, heard, LogContext.current(), Thread.currentThread().getContextClassLoader(), 0, 0));
        if (!busy) {
            busy = true;
            tellMissedFirst();
            THREADS.execute(this::deliver);
        }
        return late ? new CountDownLatch(0) : heard;
    }

    private void tellMissedFirst() {
        long now = System.nanoTime();
        for (int left = missed.size(); left > 0; left--) {
            News last = missed.removeLast();
            if (now - last.notBefore >= 0) {
                queue.addFirst(last);
            } else {
                missed.addFirst(last);
            }
        }
    }

    /** @return whether it will be told again */
    private synchronized boolean keep(News news) {
        boolean again = news.tries < TRIES && missed.size() < ROOM;
        if (again) {
            missed.add(news.missedAt(System.nanoTime()));
        }
        return again;
    }

    /** It was waited for in vain: nobody waits until it has heard all that waits. */
    synchronized void isLate() {
        if (busy && !late) {
            late = true;
            LOG.warn(
                    pipeline,
                    "pipeline \"{}\": the listener {} takes too long and is not waited for any more; nothing else waits",
                    pipeline,
                    listener);
        }
    }

    /** @return whether it hears also of what is left out for others */
    boolean hearsEach() {
        return listener instanceof EveryEvent;
    }

    private synchronized @Nullable News next() {
        News next = queue.poll();
        if (next == null) {
            if (late) {
                LOG.info(
                        pipeline,
                        "pipeline \"{}\": the listener {} has heard what waited; {} events were dropped",
                        pipeline,
                        listener,
                        dropped);
            }
            busy = false;
            late = false;
            dropped = 0;
        }
        return next;
    }

    private void deliver() {
        TELLING.set(true);
        try {
            for (News news = next(); news != null; news = next()) {
                news.logContext.use();
                Thread.currentThread().setContextClassLoader(news.classes);
                hear(news);
            }
        } finally {
            TELLING.remove();
            LogContext.clear();
            Thread.currentThread().setContextClassLoader(null);
        }
    }

    private void hear(News news) {
        try {
            news.what.accept(listener);
        } catch (Exception | Error e) {
            boolean again = keep(news);
            if (news.tries == 0 || !again) {
                LOG.warn(
                        pipeline,
                        "pipeline \"{}\": the listener {} failed; the run goes on, and it is told {}: {}",
                        pipeline,
                        listener,
                        again ? "again" : "no more of this",
                        e.toString());
            }
            LOG.debug(pipeline, "where the listener failed", e);
        } finally {
            news.heard.countDown();
        }
    }
}
