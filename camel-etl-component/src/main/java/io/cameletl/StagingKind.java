package io.cameletl;

/** What staging tables are made as. */
public enum StagingKind {
    /** Temporary tables of the loading session, emptied by each commit. Nobody else can see them; the default. */
    TEMP,
    /**
     * Unlogged tables beside the target tables, committed before the merge starts, so that they can be looked at from
     * another session and, where the target says so, outlive a failed load.
     */
    UNLOGGED
}
