package io.cameletl;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a {@link Source}. {@link #of}, {@link #drained()} and this constructor stay when components are added.
 *
 * @param <C> the cursor's type
 * @param rows the page's rows in cursor order, as the pipeline's transform takes them; without a transform they are
 *     {@link TargetData}, or the records of the pipeline's only table (maps, Java records or beans)
 * @param endCursor the position of the page's last row; null only when there are no rows and no next page
 * @param hasNextPage whether the window holds rows after {@code endCursor}; then the cursor must have advanced
 */
public record ExtractResponse<C>(List<?> rows, @Nullable C endCursor, boolean hasNextPage) {
    /**
     * The page of rows that were asked for with one more than it holds: the surplus row only says that there is a next
     * page.
     *
     * @param request what was asked
     * @param rows the rows after the request's cursor and before its window's end, in cursor order: {@code pageSize + 1}
     *     of them, or all there are if fewer; empty when the window is drained
     * @param cursor tells a row's cursor
     * @param <C> the cursor's type
     * @param <R> the rows' type
     * @throws EtlException when the last row of the page and the surplus row have the same cursor, so that the latter
     *     would be lost
     */
    public static <C, R> ExtractResponse<C> of(
            ExtractRequest<C> request, List<R> rows, Function<? super R, ? extends C> cursor) {
        if (rows.isEmpty()) {
            return drained();
        }
        int size = Math.min(rows.size(), request.pageSize());
        C end = cursor.apply(rows.get(size - 1));
        boolean hasNextPage = rows.size() > size;
        if (hasNextPage && end.equals(cursor.apply(rows.get(size)))) {
            throw new EtlException(
                    request.pipeline(),
                    "two rows have the same cursor " + end
                            + ", and the page ends between them, so that the second would be"
                            + " lost. Make the cursor of columns of which no two rows have the same values, as a unique id");
        }
        return new ExtractResponse<>(rows.subList(0, size), end, hasNextPage);
    }

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
