package io.cameletl.internal.engine.driver;

import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunOutcome;

/** The answer to the wish to run a pipeline. */
public sealed interface Claim {
    /**
     * The lease is the caller's.
     *
     * @param runNumber the run's number within the pipeline, from 1
     * @param position where to go on
     */
    record Granted(long runNumber, Position position) implements Claim {}

    /**
     * Not now.
     *
     * @param outcome {@code BUSY}, {@code PAUSED} or {@code OPEN}
     * @param message why, and until when
     */
    record Refused(RunOutcome outcome, String message) implements Claim {}
}
