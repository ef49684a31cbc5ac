package io.cameletl.internal.postgres.plan;

import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.postgres.plan.MatchRule.KeyColumn;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How the lines of a history are told apart.
 *
 * @param keys the columns that the lines of one row share
 * @param version the records' column that says since when they are valid
 * @param validFrom the line's column for it; may be the same
 * @param validTo the line's column that says until when, exclusive; NULL in the open line
 * @param content the other columns that the records fill: lines that follow each other differ in them
 * @param order how versions and times of validity, which are of one type, are compared
 */
public record HistoryPlan(
        List<KeyColumn> keys,
        Identifier version,
        Identifier validFrom,
        Identifier validTo,
        List<Identifier> content,
        TargetTable.Order order) {
    public HistoryPlan {
        keys = List.copyOf(keys);
        content = List.copyOf(content);
    }

    /** The condition that two lines or records, named by their aliases, are of the same row. */
    public String sameRow(String one, String other) {
        return keys.stream()
                .map(key -> key.equal()
                        .sql(
                                one + "." + key.column().sql(),
                                other + "." + key.column().sql()))
                .collect(Collectors.joining(" AND "));
    }

    /** The condition that a time is at another or after it. */
    public String atLeast(String one, String other) {
        return order.atLeast().sql(one, other);
    }

    /** The condition that a time is after another: the server makes the strict operator of it. */
    public String after(String later, String earlier) {
        return "NOT (" + atLeast(earlier, later) + ")";
    }

    /** The condition that two times are the same. */
    public String same(String one, String other) {
        return order.equal().sql(one, other);
    }

    /** The columns that the lines of one row share, for a window to be parted by. */
    public String partition(String alias) {
        return keys.stream().map(key -> key.grouping(alias)).collect(Collectors.joining(", "));
    }

    /** @return whether a line's version is a column of its own, beside that of its beginning */
    public boolean isVersionApart() {
        return !version.equals(validFrom);
    }

    public List<Identifier> keyNames() {
        return keys.stream().map(KeyColumn::column).toList();
    }
}
