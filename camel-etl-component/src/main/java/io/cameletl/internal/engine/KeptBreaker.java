package io.cameletl.internal.engine;

import io.cameletl.EtlEvent;
import io.cameletl.PipelineStatus.BreakerState;
import io.cameletl.internal.engine.driver.PipelineStore;
import io.cameletl.internal.engine.run.PipelineEvents;
import java.time.Instant;

/**
 * The state of a pipeline's circuit breaker, which is kept with the pipeline for all processes and told of. Thread-safe.
 */
final class KeptBreaker {
    private final String pipeline;
    private final PipelineStore store;
    private final PipelineEvents events;
    private volatile boolean probing;

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
        keep(new BreakerState(true, until), new EtlEvent.BreakerOpened(pipeline, events.now(), until));
    }

    void halfOpened(Instant until) {
        probing = true;
        keep(new BreakerState(true, until), new EtlEvent.BreakerHalfOpened(pipeline, events.now()));
    }

    void closed() {
        probing = false;
        keep(BreakerState.CLOSED, new EtlEvent.BreakerClosed(pipeline, events.now()));
    }

    private void keep(BreakerState state, EtlEvent event) {
        try {
            store.breaker(pipeline, state);
        } finally {
            events.occurred(event);
        }
    }
}
