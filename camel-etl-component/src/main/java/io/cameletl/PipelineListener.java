package io.cameletl;

import org.jspecify.annotations.Nullable;

/**
 * Hears what pipelines do. Methods are called on the thread that runs the pipeline, after the fact: a page is told of
 * when its commit is certain. A listener that throws is logged and changes nothing; one that blocks holds
 * up its run. It is called by one thread at a time per pipeline, by several at once when it listens to several
 * pipelines.
 */
public interface PipelineListener {
    /** A run has got the lease and is about to read its first page. A busy or paused run does not start. */
    default void runStarted(String pipeline, long runNumber, Window window) {}

    /** A page and its cursor are committed. */
    default void pageCommitted(PageReport page) {}

    /**
     * A run has ended and is recorded; also told of a busy or paused pipeline, and of a run that the circuit
     * breaker refuses.
     *
     * @param failure what failed, when the outcome is {@code FAILED}; null otherwise
     */
    default void runEnded(RunReport run, @Nullable Exception failure) {}

    /** Something happened that somebody should know of: a failure, a page given up, a pipeline that is late. */
    default void happened(EtlEvent event) {}
}
