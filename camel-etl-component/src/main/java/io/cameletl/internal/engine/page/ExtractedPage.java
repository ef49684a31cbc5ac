package io.cameletl.internal.engine.page;

import io.cameletl.TargetData;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page, extracted and transformed, ready to be loaded.
 *
 * @param rows source rows it was made of
 * @param after the position it was read after
 * @param data the tables' records; empty when the transform failed
 * @param endCursor the position after it; null when the page does not move the cursor
 * @param hasNextPage whether another is to be read after it
 * @param failure why it could not be transformed; null when it was
 * @param times what it took
 */
public record ExtractedPage<C>(
        int rows,
        @Nullable C after,
        List<TargetData> data,
        @Nullable C endCursor,
        boolean hasNextPage,
        @Nullable Exception failure,
        ReadTimes times) {
    /** @return whether there is something to commit: rows, or at least a cursor that moved */
    public boolean movesCursor() {
        return endCursor != null;
    }

    /**
     * @return the tables' records
     * @throws Exception why the page could not be transformed
     */
    public List<TargetData> dataOrThrow() throws Exception {
        if (failure != null) {
            throw failure;
        }
        return data;
    }
}
