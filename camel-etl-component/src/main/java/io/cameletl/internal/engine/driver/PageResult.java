package io.cameletl.internal.engine.driver;

import io.cameletl.TableCounts;
import java.util.List;
import java.util.Map;

/**
 * What became of a page's records.
 *
 * @param tables by table in the order loaded
 * @param rejected the bad records that were set aside in the page's transaction, and had not been before; empty when none
 */
public record PageResult(Map<String, TableCounts> tables, List<RejectedRecord> rejected) {
    public PageResult {
        tables = TableCounts.copyOf(tables);
        rejected = List.copyOf(rejected);
    }

    /** All records went in. */
    public static PageResult all(Map<String, TableCounts> tables) {
        return new PageResult(tables, List.of());
    }
}
