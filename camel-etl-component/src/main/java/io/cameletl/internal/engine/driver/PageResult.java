package io.cameletl.internal.engine.driver;

import io.cameletl.TableCounts;
import io.cameletl.internal.values.WireTypes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a page's records.
 *
 * @param tables by table in the order loaded
 * @param leftOut the records that were set aside or postponed in the page's transaction, and had not been before
 * @param waiting how many postponed records the pipeline has after the page
 * @param untried how many of them were not tried with the page
 * @param oldest that of them which has waited longest; null when none waits
 * @param times what it took
 * @param binary the columns that its table takes in binary, of the records it had; none where the next page's rows have to be read
 */
public record PageResult(
        Map<String, TableCounts> tables,
        LeftOut leftOut,
        long waiting,
        int untried,
        @Nullable RejectedRecord oldest,
        LoadTimes times,
        WireTypes binary) {
    public PageResult {
        tables = TableCounts.copyOf(tables);
    }

    /** All records went in. */
    public static PageResult all(Map<String, TableCounts> tables) {
        return new PageResult(tables, LeftOut.NONE, 0, 0, null, LoadTimes.NONE, WireTypes.NONE);
    }

    /** @return the same, which took that */
    public PageResult took(LoadTimes measured) {
        return new PageResult(tables, leftOut, waiting, untried, oldest, measured, binary);
    }
}
