package io.cameletl;

import org.jspecify.annotations.Nullable;

/**
 * Hears what pipelines do, after the fact: a page is told of when its commit is certain. A listener that throws is logged
 * and changes nothing; it is told of the same again with the next thing, then once a minute, for an hour. Of each pipeline it hears of one thing at a time, in order, on a thread that is not the run's and not
 * always the same. It is called by several threads at once when it listens to several pipelines.
 *
 * <p>A run waits until its listeners have heard, so that what one has heard is true when the run goes on or its caller gets
 * the answer; but for 5 s at most, and not once it is to stop. One that takes longer is not waited for until it has heard
 * all that waits for it, of which 1,000 things are kept. What comes by time, as that a pipeline is late, nobody waits for.
 *
 * <p>Methods that are added in minor releases have a default that does nothing.
 */
public interface PipelineListener {
    /**
     * A run has got the lease and is about to read its first page. Made by camel-etl only; components may be added in
     * minor releases.
     *
     * @param pipeline the pipeline's name
     * @param runNumber counted from 1 within the pipeline
     * @param window what the run covers
     */
    record RunStart(String pipeline, long runNumber, Window window) {}

    /**
     * A run has ended. Made by camel-etl only; components may be added in minor releases.
     *
     * @param run what it did
     * @param failure what failed, when the outcome is {@code FAILED}; null otherwise
     */
    record RunEnd(RunReport run, @Nullable Exception failure) {}

    /** A run has got the lease and is about to read its first page. A busy or paused run does not start. */
    default void runStarted(RunStart start) {}

    /** A page and its cursor are committed. */
    default void pageCommitted(PageReport page) {}

    /**
     * A run has ended and is recorded; also told of a busy or paused pipeline, and of a run that the circuit breaker
     * refuses.
     */
    default void runEnded(RunEnd end) {}

    /** Something happened that somebody should know of: a failure, a page given up, a pipeline that is late. */
    default void eventOccurred(EtlEvent event) {}
}
