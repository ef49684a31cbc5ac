package io.cameletl;

import java.time.Instant;

/** Stands before a pipeline's runs and refuses them while they do nothing but fail. */
public interface PipelineBreaker {
    /**
     * Called when the endpoint that runs the pipeline starts, each time it does: the place to restore the state that is
     * kept with the pipeline.
     *
     * @param pipeline keeps the state, and tells its listeners of transitions and refusals
     */
    void guard(GuardedPipeline pipeline);

    /** @return how many failed runs in a row are too many, for the pipeline's health as well; 3 unless overridden */
    default int failureThreshold() {
        return 3;
    }

    /**
     * A pipeline as its breaker sees it. Each change is kept with the pipeline, for other processes and for a restart,
     * and listeners are told of it; also of one that cannot be kept, since the database that keeps it may be the one that
     * fails. Implemented by camel-etl only; methods may be added in minor releases. Thread-safe.
     */
    interface GuardedPipeline {
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
         * Looks whether a breaker that is open has been closed since, by an operation, by another process, or by hand in
         * the pipeline's row. One statement.
         *
         * @param until until when it is open as far as the breaker knows
         * @return whether runs are to be let through
         * @throws EtlException when the database that keeps it cannot be asked
         */
        boolean isBreakerClosedElsewhere(Instant until);

        /** The breaker has done what {@link #isBreakerClosedElsewhere} said. Keeps nothing; listeners are told. */
        void breakerFoundClosed();

        /**
         * Tells listeners of a run that was refused. Asks no database.
         *
         * @param message until when runs are refused
         * @return the report of a run that did nothing
         */
        RunReport refused(String message);
    }
}
