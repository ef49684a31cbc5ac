package io.cameletl;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of the records of one table.
 *
 * @param staged records brought into staging
 * @param inserted rows written that were not there
 * @param updated rows written anew
 * @param deleted rows removed
 * @param unchanged records that needed no write: same content, an older version than the target's, a key that came
 *     again later in the page, or the removal of a row that was not there
 */
public record TableCounts(long staged, long inserted, long updated, long deleted, long unchanged) {
    /** No records. */
    public static final TableCounts NONE = new TableCounts(0, 0, 0, 0, 0);

    /** @return the counts of records of which nothing is known but that they were staged, as of a custom commit */
    public static TableCounts onlyStaged(long staged) {
        return new TableCounts(staged, 0, 0, 0, 0);
    }

    /** @return the counts by table, in the same order; immutable */
    public static Map<String, TableCounts> copyOf(Map<String, TableCounts> byTable) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(byTable));
    }

    /** @return both together */
    public TableCounts plus(TableCounts other) {
        return new TableCounts(
                staged + other.staged,
                inserted + other.inserted,
                updated + other.updated,
                deleted + other.deleted,
                unchanged + other.unchanged);
    }

    /** @return rows written: inserted, updated or deleted */
    public long written() {
        return inserted + updated + deleted;
    }
}
