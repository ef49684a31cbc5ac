package io.cameletl;

import java.time.Instant;

/**
 * A pipeline as its {@link PipelineBreaker} sees it. Each change is kept with the pipeline, for other processes and for a
 * restart, and listeners are told of it; also of one that cannot be kept, since the database that keeps it may be the one
 * that fails. Thread-safe.
 */
public interface GuardedPipeline {
    /** @return the pipeline's name */
    String name();

    /**
     * @return everything that is known of the pipeline, its breaker as last kept included
     * @throws EtlException when the database that keeps it cannot be asked
     */
    PipelineStatus status();

    /**
     * Runs are refused from now on.
     *
     * @param until until when
     * @throws EtlException when that cannot be kept; listeners have been told
     */
    void breakerOpened(Instant until);

    /**
     * One run is let through to see whether things are well again.
     *
     * @param until until when the breaker was open
     * @throws EtlException when that cannot be kept; listeners have been told
     */
    void breakerHalfOpened(Instant until);

    /**
     * Runs are let through again.
     *
     * @throws EtlException when that cannot be kept; listeners have been told
     */
    void breakerClosed();

    /**
     * Tells listeners of a run that was refused. Asks no database.
     *
     * @param message until when runs are refused
     * @return the report of a run that did nothing
     */
    RunReport refused(String message);
}
