package io.cameletl.internal.adapter.control;

import io.cameletl.internal.engine.driver.LedgerChoice;

/**
 * What can be done to a pipeline wherever it runs, for the state tables are all that it takes. All throw {@link
 * RefusedException} and nothing else. Thread-safe.
 */
public interface Steering {
    /** Lets its runs do nothing, or something again, in all processes. */
    void pause(Caller caller, boolean paused);

    /** Lets its runs through, in all processes. */
    void closeBreaker(Caller caller);

    /**
     * Gives up lines of its ledgers for ever.
     *
     * @return how many there were
     */
    long discard(Caller caller, LedgerChoice lines);
}
