package io.cameletl.internal.engine.driver;

import io.cameletl.StoredCursor;
import io.cameletl.Window;
import org.jspecify.annotations.Nullable;

/**
 * One step of a pipeline's position: the last statement of a page's transaction.
 *
 * @param pipeline the pipeline's name
 * @param owner the holder of the lease; null for a page loaded outside a run, which takes no lease
 * @param version the version the step starts from; the step leaves {@code version + 1}
 * @param cursor the new cursor; null to leave it
 * @param window the new window
 * @param settled entries of the ledgers that leave with this step
 */
public record CursorMove(
        String pipeline,
        @Nullable String owner,
        long version,
        @Nullable StoredCursor cursor,
        Window window,
        LedgerEntries settled) {
    /** A step that settles nothing. */
    public CursorMove(
            String pipeline, @Nullable String owner, long version, @Nullable StoredCursor cursor, Window window) {
        this(pipeline, owner, version, cursor, window, LedgerEntries.NONE);
    }
}
