package io.cameletl.internal.postgres.plan;

import io.cameletl.internal.jdbc.Identifier;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a record finds its row, and whether the record counts.
 *
 * @param keyColumns the columns that identify a row; empty when only a custom commit knows
 * @param version the column that tells older records; null for none
 * @param covered whether the unique index refuses, at once, a second row of a key wherever the merge sees the first. It
 *     does not when it is deferrable, nor in a table with children, each of which has indexes of its own
 */
public record MatchRule(List<KeyColumn> keyColumns, @Nullable VersionColumn version, boolean covered) {
    public MatchRule {
        keyColumns = List.copyOf(keyColumns);
    }

    /**
     * A column of the key.
     *
     * @param column the column
     * @param equal when two values of it are one key: as the unique index has it
     * @param grouped whether GROUP BY tells keys apart as the unique index does
     * @param exact whether equal values are the same bytes; not so for numeric 1.0 and 1.00, or citext in another case
     * @param hashed whether its type has a hash of its own, which tells only values apart that are not the same bytes
     */
    public record KeyColumn(Identifier column, Comparison equal, boolean grouped, boolean exact, boolean hashed) {
        /** {@code d."a" COLLATE "x"."y"}: the column as GROUP BY takes it. */
        public String grouping(String alias) {
            return alias + "." + column.sql() + equal.collate();
        }
    }

    /**
     * The column that tells older records.
     *
     * @param column the column
     * @param atLeast the order of versions, as ORDER BY has it
     */
    public record VersionColumn(Identifier column, Comparison atLeast) {
        /** The condition that one record or row, whose version may be NULL, is not older than another. */
        public String notOlder(String one, String other) {
            return "(" + other + "." + column.sql() + " IS NULL OR " + atLeast(one, other) + ")";
        }

        /** The condition that a version is another or newer; NULL when either is. */
        public String atLeast(String one, String other) {
            return atLeast.sql(one + "." + column.sql(), other + "." + column.sql());
        }
    }

    public List<Identifier> keys() {
        return keyColumns.stream().map(KeyColumn::column).toList();
    }

    /** The columns of the key whose equal values need not be the same. */
    public List<Identifier> looseKeys() {
        return keyColumns.stream()
                .filter(key -> !key.exact())
                .map(KeyColumn::column)
                .toList();
    }

    /** The condition that two rows or records, named by their aliases, have the same key. */
    public String sameKey(String one, String other) {
        return keyColumns.stream()
                .map(key -> key.equal()
                        .sql(
                                one + "." + key.column().sql(),
                                other + "." + key.column().sql()))
                .collect(Collectors.joining(" AND "));
    }

    /** The condition that the record {@code s} is not older than the row {@code t}; empty without a version column. */
    public String notOlder() {
        return version == null ? "" : "\n  AND " + version.notOlder("s", "t");
    }
}
