package io.cameletl.pipeline;

import io.cameletl.TargetData;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page, extracted and transformed, ready to be loaded.
 *
 * @param rows source rows it was made of
 * @param data the tables' records
 * @param endCursor the position after it; null when the source had nothing to say
 * @param hasNextPage whether the window goes on after it
 */
record Page<C>(int rows, List<TargetData> data, @Nullable C endCursor, boolean hasNextPage) {
    /** Whether there is something to commit: rows, or at least a cursor that moved. */
    boolean movesCursor() {
        return endCursor != null;
    }
}
