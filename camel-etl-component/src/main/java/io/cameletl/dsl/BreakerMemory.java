package io.cameletl.dsl;

import io.cameletl.pipeline.BreakerState;
import io.cameletl.pipeline.EtlEvent;
import io.cameletl.pipeline.Pipeline;
import io.cameletl.pipeline.PipelineStatus;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Restores a circuit breaker's state from its pipeline, and keeps each of its transitions there. Thread-safe. */
final class BreakerMemory {
    private static final Logger LOG = LoggerFactory.getLogger(BreakerMemory.class);

    private final CircuitBreaker states;
    private final BreakerSettings settings;
    private final Clock clock;
    private @Nullable Pipeline<?> pipeline;
    private @Nullable Instant openUntil;
    private boolean restored;
    private boolean restoring;

    BreakerMemory(CircuitBreaker states, BreakerSettings settings, Clock clock) {
        this.states = states;
        this.settings = settings;
        this.clock = clock;
        states.getEventPublisher()
                .onStateTransition(event -> changed(event.getStateTransition().getToState()));
    }

    synchronized void guard(Pipeline<?> guarded) {
        pipeline = guarded;
        restore();
    }

    synchronized @Nullable Pipeline<?> pipeline() {
        return pipeline;
    }

    synchronized String refusal() {
        return openUntil == null ? "open" : "open until " + openUntil;
    }

    /** Once, as soon as the state can be read. Nobody is told of it again. */
    synchronized void restore() {
        Pipeline<?> guarded = pipeline;
        if (restored || guarded == null) {
            return;
        }
        if (states.getState() != CircuitBreaker.State.CLOSED) {
            // It knows better by now, and asks the database nothing.
            restored = true;
            return;
        }
        PipelineStatus kept;
        try {
            kept = guarded.status();
        } catch (RuntimeException e) {
            LOG.warn(
                    "pipeline \"{}\": cannot read the state of its circuit breaker; the next run tries again: {}",
                    guarded.spec().name(),
                    e.getMessage());
            return;
        }
        restored = true;
        restoring = true;
        try {
            replay(kept);
        } finally {
            restoring = false;
        }
    }

    /** A process that dies after each failed run must come to its threshold, too. */
    private void replay(PipelineStatus kept) {
        Instant until = kept.breaker().until();
        if (kept.breaker().open() && until != null) {
            openUntil = until;
            states.transitionToOpenStateUntil(until);
            return;
        }
        int failures = Math.min(kept.consecutiveFailures(), settings.failureThreshold() - 1);
        for (int i = 0; i < failures; i++) {
            states.onError(0, TimeUnit.NANOSECONDS, new IllegalStateException("a run failed before the restart"));
        }
    }

    private synchronized void changed(CircuitBreaker.State to) {
        Pipeline<?> guarded = pipeline;
        if (restoring || guarded == null) {
            return;
        }
        switch (to) {
            case OPEN -> {
                // The database keeps microseconds.
                Instant until = clock.instant().plus(settings.cooldown()).truncatedTo(ChronoUnit.MICROS);
                openUntil = until;
                keep(
                        guarded,
                        new BreakerState(true, until),
                        EtlEvent.Kind.BREAKER_OPENED,
                        "the circuit breaker is open until " + until
                                + ": runs are refused; then one is let through to see");
            }
            case HALF_OPEN ->
                keep(
                        guarded,
                        new BreakerState(true, openUntil == null ? clock.instant() : openUntil),
                        EtlEvent.Kind.BREAKER_HALF_OPEN,
                        "the circuit breaker lets one run through to see");
            case CLOSED -> {
                openUntil = null;
                keep(
                        guarded,
                        BreakerState.CLOSED,
                        EtlEvent.Kind.BREAKER_CLOSED,
                        "the circuit breaker is closed: runs are let through again");
            }
            default ->
                LOG.info(
                        "pipeline \"{}\": its circuit breaker was set to {} by hand",
                        guarded.spec().name(),
                        to);
        }
    }

    private static void keep(Pipeline<?> guarded, BreakerState state, EtlEvent.Kind kind, String message) {
        try {
            guarded.breaker(state, kind, message);
        } catch (RuntimeException e) {
            LOG.warn(
                    "pipeline \"{}\": cannot keep the state of its circuit breaker; a restart would not know it: {}",
                    guarded.spec().name(),
                    e.getMessage());
        }
    }
}
