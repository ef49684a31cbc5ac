package io.cameletl.internal.breaker;

import io.cameletl.PipelineBreaker.GuardedPipeline;
import io.cameletl.PipelineStatus;
import io.cameletl.RunOutcome;
import io.cameletl.internal.outlet.Log;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Restores a circuit breaker's state from its pipeline, and keeps each of its transitions there. Thread-safe. */
public final class BreakerMemory {
    private static final Log LOG = Log.of(BreakerMemory.class);

    private final CircuitBreaker states;
    private final BreakerSettings settings;
    private final Clock clock;
    private final BreakerLook look = new BreakerLook();
    private @Nullable GuardedPipeline pipeline;
    private @Nullable Instant openUntil;
    private boolean restored;
    private boolean restoring;
    private long lastFailure;

    public BreakerMemory(CircuitBreaker states, BreakerSettings settings, Clock clock) {
        this.states = states;
        this.settings = settings;
        this.clock = clock;
        states.getEventPublisher()
                .onStateTransition(event -> changed(event.getStateTransition().getToState()));
    }

    public synchronized void guard(GuardedPipeline guarded) {
        pipeline = guarded;
        restore();
    }

    public synchronized @Nullable GuardedPipeline pipeline() {
        return pipeline;
    }

    public synchronized String refusal() {
        return openUntil == null ? "open" : "open until " + openUntil;
    }

    /**
     * Looks at the pipeline's row before a run is refused, and closes where it says so: somebody may have mended the cause
     * and closed the breaker, by an operation on another node or in the row itself. Not locked while it looks.
     *
     * @return whether the breaker is closed now
     */
    public boolean seesItClosed() {
        GuardedPipeline guarded;
        Instant until;
        synchronized (this) {
            guarded = pipeline;
            until = openUntil;
        }
        if (guarded == null
                || until == null
                || states.getState() != CircuitBreaker.State.OPEN
                || !look.says(guarded.name(), () -> guarded.isBreakerClosedElsewhere(until))) {
            return false;
        }
        return closed(guarded, until);
    }

    /** Unless it has been opened anew, or is half open, by now. */
    private synchronized boolean closed(GuardedPipeline guarded, Instant until) {
        if (!until.equals(openUntil) || states.getState() != CircuitBreaker.State.OPEN) {
            return false;
        }
        LOG.info(guarded.name(), "pipeline \"{}\": its circuit breaker was closed elsewhere", guarded.name());
        openUntil = null;
        restoring = true;
        try {
            states.transitionToClosedState();
        } finally {
            restoring = false;
        }
        guarded.breakerFoundClosed();
        return true;
    }

    /** Once, as soon as the state can be read. Nobody is told of it again. */
    public synchronized void restore() {
        GuardedPipeline guarded = pipeline;
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
                    guarded.name(),
                    "pipeline \"{}\": cannot read the state of its circuit breaker; the next run tries again: {}",
                    guarded.name(),
                    e.getMessage());
            return;
        }
        restored = true;
        lastFailure = lastFailure(kept);
        restoring = true;
        try {
            replay(kept);
        } finally {
            restoring = false;
        }
    }

    /**
     * A run has failed here, and is about to be counted. Other processes run the pipeline too: as many failures in a
     * row come before it as its row says, if that can be read and has this one.
     */
    public synchronized void failed() {
        GuardedPipeline guarded = pipeline;
        if (guarded == null || states.getState() != CircuitBreaker.State.CLOSED) {
            return;
        }
        PipelineStatus kept;
        try {
            kept = guarded.status();
        } catch (RuntimeException e) {
            LOG.debug(guarded.name(), "pipeline \"{}\": counts this failure on its own", guarded.name(), e);
            return;
        }
        if (lastFailure(kept) == lastFailure) {
            return;
        }
        lastFailure = lastFailure(kept);
        restoring = true;
        try {
            count(kept.consecutiveFailures() - 1);
        } finally {
            restoring = false;
        }
    }

    /** The number of the newest run that failed and is recorded; 0 for none. */
    private static long lastFailure(PipelineStatus kept) {
        return kept.lastRuns().stream()
                .filter(run -> run.outcome().equals(RunOutcome.FAILED.name()))
                .mapToLong(PipelineStatus.HistoryEntry::runNumber)
                .findFirst()
                .orElse(0);
    }

    private void count(int failures) {
        states.reset();
        for (int i = 0; i < Math.min(failures, settings.failureThreshold() - 1); i++) {
            states.onError(0, TimeUnit.NANOSECONDS, new IllegalStateException("a run failed before this one"));
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
        count(kept.consecutiveFailures());
    }

    private synchronized void changed(CircuitBreaker.State to) {
        GuardedPipeline guarded = pipeline;
        if (restoring || guarded == null) {
            return;
        }
        switch (to) {
            case OPEN -> {
                // The database keeps microseconds.
                Instant until = clock.instant().plus(settings.cooldown()).truncatedTo(ChronoUnit.MICROS);
                openUntil = until;
                keep(guarded, () -> guarded.breakerOpened(until));
            }
            case HALF_OPEN -> {
                Instant until = openUntil == null ? clock.instant() : openUntil;
                keep(guarded, () -> guarded.breakerHalfOpened(until));
            }
            case CLOSED -> {
                openUntil = null;
                keep(guarded, guarded::breakerClosed);
            }
            default ->
                LOG.info(
                        guarded.name(),
                        "pipeline \"{}\": its circuit breaker was set to {} by hand",
                        guarded.name(),
                        to);
        }
    }

    private static void keep(GuardedPipeline guarded, Runnable change) {
        try {
            change.run();
        } catch (RuntimeException e) {
            LOG.warn(
                    guarded.name(),
                    "pipeline \"{}\": cannot keep the state of its circuit breaker; a restart would not know it: {}",
                    guarded.name(),
                    e.getMessage());
        }
    }
}
