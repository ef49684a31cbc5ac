package io.cameletl.internal.engine.events;

import io.cameletl.PipelineListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A pipeline's listeners: all hear everything in one order, and none of them holds up for long. Thread-safe. */
final class Audience {
    /** How long it is waited until they have heard a thing. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final long STOP_CHECK_MILLIS = 20;

    private final List<Delivery> listeners;
    private final Tracing tracing;

    private Audience(List<Delivery> listeners, Tracing tracing) {
        this.listeners = listeners;
        this.tracing = tracing;
    }

    static Audience of(String pipeline, List<? extends PipelineListener> listeners) {
        List<Delivery> told = listeners.stream()
                .filter(listener -> !(listener instanceof Tracing))
                .map(listener -> new Delivery(pipeline, listener))
                .toList();
        Tracing tracing = listeners.stream()
                .filter(Tracing.class::isInstance)
                .map(Tracing.class::cast)
                .findFirst()
                .orElse(followed -> Tracing.Trace.NONE);
        return new Audience(told, tracing);
    }

    /** @return what follows runs from within */
    Tracing tracing() {
        return tracing;
    }

    /** Tells them without waiting. */
    void tell(Consumer<PipelineListener> news) {
        send(news);
    }

    /**
     * Tells them, and waits until they have heard it, unless that takes too long, the thread is interrupted, or is one
     * that tells them something.
     *
     * @param stopping whether not to wait, as a listener may wait for the run to end
     */
    void tell(Consumer<PipelineListener> news, BooleanSupplier stopping) {
        List<CountDownLatch> heard = send(news);
        if (Delivery.isTelling()) {
            return;
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (int i = 0; i < heard.size(); i++) {
            if (!isHeard(heard.get(i), end, stopping)) {
                return;
            }
            if (heard.get(i).getCount() > 0) {
                listeners.get(i).isLate();
            }
        }
    }

    /** Tells those that count, without waiting. */
    synchronized void tellEach(Consumer<EveryEvent> news) {
        for (Delivery listener : listeners) {
            if (listener.hearsEach()) {
                listener.tell(each -> news.accept((EveryEvent) each));
            }
        }
    }

    private synchronized List<CountDownLatch> send(Consumer<PipelineListener> news) {
        List<CountDownLatch> heard = new ArrayList<>(listeners.size());
        for (Delivery listener : listeners) {
            heard.add(listener.tell(news));
        }
        return heard;
    }

    /** @return false when nothing is to be waited for any more */
    private static boolean isHeard(CountDownLatch heard, long end, BooleanSupplier stopping) {
        try {
            while (!heard.await(
                    Math.min(TimeUnit.MILLISECONDS.toNanos(STOP_CHECK_MILLIS), Math.max(0, end - System.nanoTime())),
                    TimeUnit.NANOSECONDS)) {
                if (end - System.nanoTime() <= 0) {
                    return true;
                }
                if (stopping.getAsBoolean()) {
                    return heard.await(STOP_CHECK_MILLIS, TimeUnit.MILLISECONDS);
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Waits until all have heard what they were told, for a while. */
    void flush() {
        if (Delivery.isTelling()) {
            return;
        }
        tell(listener -> {}, () -> false);
    }
}
