package io.cameletl;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * What became of the records of one table. Each is counted once: {@code staged} is what the others are together, but for
 * a custom commit, of whose records nothing else is known. Made by camel-etl only; components may be added in minor
 * releases.
 *
 * @param staged records brought into staging
 * @param inserted records whose rows were written and had not been there
 * @param updated records whose rows were written anew
 * @param deleted records whose rows were removed
 * @param unchanged records that needed no write: same content, an older version than the target's, a key that came
 *     again later in the page, or the removal of a row that was not there. Each was seen to be so
 * @param postponed records kept to be tried again, since another row was missing or in the way
 * @param rejected bad records kept for a replay
 */
public record TableCounts(
        long staged, long inserted, long updated, long deleted, long unchanged, long postponed, long rejected) {
    /** No records. */
    public static final TableCounts NONE = new TableCounts(0, 0, 0, 0, 0);

    /** The counts of records none of which was postponed or rejected. */
    public TableCounts(long staged, long inserted, long updated, long deleted, long unchanged) {
        this(staged, inserted, updated, deleted, unchanged, 0, 0);
    }

    /** @return the counts of records of which nothing is known but that they were staged, as of a custom commit */
    public static TableCounts onlyStaged(long staged) {
        return new TableCounts(staged, 0, 0, 0, 0);
    }

    /** @return the counts by table, in the same order; immutable */
    public static Map<String, TableCounts> copyOf(Map<String, TableCounts> byTable) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(byTable));
    }

    /**
     * The counts of tables as a person reads them; the wording may change.
     *
     * @param byTable counts by the table's name
     * @return for instance {@code users +2,000 ~490 -10, orders +5 ~0 -0}; records of which nothing is known but that
     *     they were staged as {@code users 2,500 staged}; followed by {@code (3 postponed) (1 rejected)} where there
     *     are any
     */
    public static String summary(Map<String, TableCounts> byTable) {
        StringJoiner joined = new StringJoiner(", ");
        byTable.forEach((table, counts) -> joined.add(table + " " + counts.summary()));
        return joined.toString();
    }

    private String summary() {
        String summary = written() + unchanged + postponed + rejected == 0
                ? String.format(Locale.ROOT, "%,d staged", staged)
                : String.format(Locale.ROOT, "+%,d ~%,d -%,d", inserted, updated, deleted);
        return summary
                + (postponed == 0 ? "" : String.format(Locale.ROOT, " (%,d postponed)", postponed))
                + (rejected == 0 ? "" : String.format(Locale.ROOT, " (%,d rejected)", rejected));
    }

    /** @return both together */
    public TableCounts plus(TableCounts other) {
        return new TableCounts(
                staged + other.staged,
                inserted + other.inserted,
                updated + other.updated,
                deleted + other.deleted,
                unchanged + other.unchanged,
                postponed + other.postponed,
                rejected + other.rejected);
    }

    /** @return rows written: inserted, updated or deleted */
    public long written() {
        return inserted + updated + deleted;
    }
}
