package io.cameletl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a {@link Source}.
 *
 * @param rows the page's rows in cursor order, as the pipeline's transform takes them; without a transform they are
 *     {@link TargetData}, or the records of the pipeline's only table (maps, Java records or beans)
 * @param endCursor the position of the page's last row; null only when there are no rows and no next page
 * @param hasNextPage whether the window holds rows after {@code endCursor}; then the cursor must have advanced
 */
public record ExtractResponse<C>(List<?> rows, @Nullable C endCursor, boolean hasNextPage) {
    /** A page without rows and without a successor: the window is drained. */
    public static <C> ExtractResponse<C> drained() {
        return new ExtractResponse<>(List.of(), null, false);
    }

    /** @return how many rows the page holds; of {@link TargetData} their records are counted */
    public int size() {
        if (rows.isEmpty() || !(rows.get(0) instanceof TargetData)) {
            return rows.size();
        }
        return rows.stream()
                .mapToInt(row -> ((TargetData) row).records().size())
                .sum();
    }
}
