package io.cameletl;

/** What a run of a pipeline reads. */
public enum RunMode {
    /** The rows that changed since the last run, by their change times. */
    INCREMENTAL,
    /** All rows, in a pass over the key: for sources whose rows have no change time. */
    FULL
}
