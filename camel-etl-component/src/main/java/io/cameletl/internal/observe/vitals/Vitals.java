package io.cameletl.internal.observe.vitals;

import io.cameletl.internal.engine.events.Moment;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a pipeline is, as far as this process knows: what its row said when it started, what was heard since, and what it
 * does at this moment.
 *
 * @param history how its runs went
 * @param ledgers what waits for somebody
 * @param now what it does
 * @param verified the last comparison of source and target; null when none is known
 */
public record Vitals(History history, Ledgers ledgers, Moment now, @Nullable Verified verified) {
    /** Nothing is known. */
    public static final Vitals UNKNOWN = new Vitals(History.NONE, Ledgers.EMPTY, Moment.QUIET, null);

    /** @return runs that failed since the last that did not */
    public int failures() {
        return history.failures();
    }

    /** @return the last of these failures; null when there is none */
    public @Nullable String lastError() {
        return history.lastError();
    }

    /** @return whether the circuit breaker refuses runs, or lets one through to see */
    public boolean isOpen() {
        return history.open();
    }

    /** @return until when the circuit breaker refuses runs; null when it does not, or that is not known */
    public @Nullable Instant openUntil() {
        return history.openUntil();
    }

    /** @return whether runs do nothing */
    public boolean paused() {
        return history.paused();
    }

    /** @return how far the target is behind by now, if nothing has come since; null when that is not known */
    public @Nullable Duration lag(Instant at) {
        return history.lag(at);
    }

    Vitals with(History known) {
        return new Vitals(known, ledgers, now, verified);
    }

    Vitals with(Ledgers known) {
        return new Vitals(history, known, now, verified);
    }

    Vitals with(Moment known) {
        return new Vitals(history, ledgers, known, verified);
    }

    Vitals with(@Nullable Verified known) {
        return new Vitals(history, ledgers, now, known);
    }
}
