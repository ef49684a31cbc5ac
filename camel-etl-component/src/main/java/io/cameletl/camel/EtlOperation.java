package io.cameletl.camel;

/** What an {@code etl:} endpoint does with an exchange. In a URI or a header, any case will do. */
public enum EtlOperation {
    /** Loads pages until the window is drained; the body becomes a {@code RunReport}. */
    RUN,
    /** Reads the cursor and opens or resumes the window; the body becomes an {@code ExtractRequest}. */
    NEXT,
    /** Loads the body's rows and commits their end cursor with them; the body becomes a {@code PageReport}. */
    LOAD,
    /** The body becomes a {@code PipelineStatus}. */
    STATUS,
    /** Sets the cursor; the body becomes a {@code PipelineStatus}. */
    SEEK,
    /** Loads skipped pages and rejected records again; the body becomes a {@code RunReport}. */
    REPLAY,
    /** Lets runs do nothing; the body becomes a {@code PipelineStatus}. */
    PAUSE,
    /** Lets runs do something again; the body becomes a {@code PipelineStatus}. */
    RESUME,
    /**
     * Lets the pipeline that starts next under this name take over its position, though it is made of something else; the
     * body becomes a {@code PipelineStatus}.
     */
    ADOPT,
    /**
     * Lets runs through the circuit breaker again, in all processes: {@code closeBreaker} in a URI. The body becomes a
     * {@code PipelineStatus}.
     */
    CLOSE_BREAKER,
    /** Compares the source with the target and changes neither; the body becomes a {@code VerificationReport}. */
    VERIFY,
    /**
     * Says what would be created, altered and run, and changes nothing; the body becomes a {@code PipelinePlan}. It needs all
     * options of the run.
     */
    PLAN,
    /** Forgets cursor and window, so that the next run starts from the seed; the body becomes a {@code PipelineStatus}. */
    RESET,
    /** Reads a range of rows again without moving the cursor; the body becomes a {@code RunReport}. */
    RELOAD,
    /**
     * Compares the source with the target and repairs the target; the body becomes a {@code ReconciliationReport}.
     */
    RECONCILE;

    /** @return whether it reads or moves the cursor as pages go, and so needs all that a load needs */
    public boolean isLoading() {
        return this == RUN || this == NEXT || this == LOAD || this == REPLAY || this == RELOAD;
    }
}
