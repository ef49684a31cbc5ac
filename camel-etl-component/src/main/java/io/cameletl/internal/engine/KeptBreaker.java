package io.cameletl.internal.engine;

import io.cameletl.EtlEvent;
import io.cameletl.EtlEvent.Kind;
import io.cameletl.PipelineStatus.BreakerState;
import io.cameletl.internal.engine.driver.Actor;
import io.cameletl.internal.engine.driver.PipelineStore;
import io.cameletl.internal.engine.events.PipelineEvents;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a pipeline's circuit breaker, which is kept with the pipeline for all processes and told of. Thread-safe.
 */
final class KeptBreaker {
    private final String pipeline;
    private final PipelineStore store;
    private final PipelineEvents events;
    private volatile boolean probing;

    /** Until when it is open, though that could not be kept; null when all is kept. */
    private volatile @Nullable Instant unkept;

    KeptBreaker(String pipeline, PipelineStore store, PipelineEvents events) {
        this.pipeline = pipeline;
        this.store = store;
        this.events = events;
    }

    /** @return whether this process lets a run through to see */
    boolean isProbing() {
        return probing;
    }

    void opened(Instant until) {
        probing = false;
        unkept = until;
        keep(
                new BreakerState(true, until),
                () -> events.happens(
                        Kind.BREAKER_OPENED,
                        "",
                        leftOut -> new EtlEvent.BreakerOpened(pipeline, events.now(), until, leftOut)));
        unkept = null;
    }

    void halfOpened(Instant until) {
        probing = true;
        keep(
                new BreakerState(true, until),
                () -> events.happens(
                        Kind.BREAKER_HALF_OPEN,
                        "",
                        leftOut -> new EtlEvent.BreakerHalfOpened(pipeline, events.now(), leftOut)));
    }

    void closed() {
        probing = false;
        unkept = null;
        keep(BreakerState.CLOSED, this::tellClosed);
    }

    private void tellClosed() {
        events.over(Kind.BREAKER_OPENED, Kind.BREAKER_HALF_OPEN);
        events.occurred(new EtlEvent.BreakerClosed(pipeline, events.now()));
    }

    /** Somebody closes it for all processes. Whoever sees it closed tells of it. */
    void close(Actor by) {
        store.actions().closeBreaker(pipeline, by);
        probing = false;
        unkept = null;
    }

    /**
     * Looks whether somebody has closed it, or let its time end. One that was opened and could not be kept has not been
     * seen by anybody yet.
     *
     * @param until until when it is open in this process
     */
    boolean isClosedElsewhere(Instant until) {
        Instant late = unkept;
        if (late != null) {
            store.breaker(pipeline, new BreakerState(true, late));
            unkept = null;
            return false;
        }
        BreakerState kept = store.breaker(pipeline);
        Instant end = kept.until();
        boolean isOver = end != null && end.isBefore(until) && !end.isAfter(events.now());
        if (kept.open() && isOver) {
            store.breaker(pipeline, BreakerState.CLOSED);
        }
        return !kept.open() || isOver;
    }

    /** This process has seen that it is closed. */
    void foundClosed() {
        probing = false;
        tellClosed();
    }

    private void keep(BreakerState state, Runnable told) {
        try {
            store.breaker(pipeline, state);
        } finally {
            told.run();
        }
    }
}
