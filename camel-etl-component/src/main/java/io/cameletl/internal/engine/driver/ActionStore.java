package io.cameletl.internal.engine.driver;

import io.cameletl.StoredCursor;
import java.util.List;

/**
 * What somebody does with pipelines by hand: each change is made in one transaction with the line that says who made it.
 * Thread-safe; throws an {@link io.cameletl.EtlException} when the store cannot be reached.
 */
public interface ActionStore {
    /** Lets the pipeline's runs do nothing, or something again. A run in progress goes on. */
    void pause(String pipeline, boolean paused, Actor by);

    /**
     * Takes lines out of the ledgers of skipped pages and rejected records. Postponed records stay.
     *
     * @return how many there were
     */
    long discard(String pipeline, LedgerChoice lines, Actor by);

    /** Closes the circuit breaker for all processes. */
    void closeBreaker(String pipeline, Actor by);

    /** Sets the cursor, forgets the window and records it in the history. A run in progress can commit no more. */
    void seek(String pipeline, StoredCursor cursor, Actor by);

    /**
     * Forgets cursor and window, and records it in the history.
     *
     * @param ledgers whether all lines of the ledgers are given up, too, also the postponed ones
     * @throws io.cameletl.EtlException when a run is under way; nothing was changed
     */
    void reset(String pipeline, boolean ledgers, Actor by);

    /** Forgets what the pipeline is made of, and records it in the history. */
    void adopt(String pipeline, Actor by);

    /** Writes an action down that changes nothing here by itself. */
    void write(String pipeline, Action action);

    /** @return what was done, newest first, at most 10 */
    List<DoneAction> newest(String pipeline);
}
