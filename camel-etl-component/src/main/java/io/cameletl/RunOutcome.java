package io.cameletl;

/** How a run ended. */
public enum RunOutcome {
    /** The window was drained: everything the source held before its end is in the target. */
    DRAINED,
    /** {@code maxPagesPerRun} pages were committed; the next run goes on in the same window. */
    PAGE_LIMIT,
    /** The context is stopping: the run ended after the page in hand; the next run goes on in the same window. */
    STOPPED,
    /** Another holder runs the pipeline; nothing was done. */
    BUSY,
    /** The pipeline is paused; nothing was done. */
    PAUSED,
    /** The circuit breaker is open; nothing was done. */
    OPEN,
    /** A page could not be loaded; the pages before it stay committed, the next run tries it again. */
    FAILED,
    /** Source and target were compared, whatever was found; nothing was loaded. */
    VERIFIED,
    /** Source and target were compared, and the target was repaired as far as it could be. */
    RECONCILED
}
