package io.cameletl.internal.console.view;

/** What a pipeline is like in one word, worst first. */
public enum Condition {
    /** Its circuit breaker refuses runs. */
    OPEN,
    /** Its last runs failed. */
    FAILING,
    /** A run has made no progress for long, its holder died, or its schedule does not fire. */
    STALLED,
    /** Its target is further behind than it may be. */
    LATE,
    /** Its source and target were not compared for longer than they may be. */
    UNVERIFIED,
    PAUSED,
    RUNNING,
    OK,
    /** It has never run. */
    NEVER
}
