package io.cameletl.internal.source.query;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Counts the rows that no page ever holds, by their reason. */
final class UnreachableSql {
    private UnreachableSql() {}

    /**
     * Why a row is out of reach.
     *
     * @param column the cursor column
     * @param condition its SQL
     * @param description for a message, after a number of rows
     * @param remedy what to do
     */
    record Reason(String column, String condition, String description, String remedy) {}

    static List<Reason> reasons(QueryShape shape) {
        List<Reason> reasons = new ArrayList<>();
        for (QueryColumn column : shape.cursor()) {
            if (column.nullable()) {
                reasons.add(new Reason(
                        column.name(),
                        PageSql.column(column) + " IS NULL",
                        "NULL",
                        "fill the column and make it NOT NULL, or put coalesce(...) in the query"));
            }
        }
        if (shape.hasWindow()) {
            QueryColumn time = shape.cursor().get(0);
            reasons.add(new Reason(
                    time.name(),
                    PageSql.column(time) + " = 'infinity'",
                    "infinity, which no window reaches",
                    "give the rows the time of their last change"));
        }
        return reasons;
    }

    static String of(QueryText query, List<Reason> reasons) {
        return reasons.stream()
                        .map(reason -> "count(*) FILTER (WHERE " + reason.condition() + ")")
                        .collect(Collectors.joining(",\n  ", "SELECT\n  ", "\n"))
                + "FROM (\n" + query.sql() + "\n) q\n"
                + reasons.stream().map(Reason::condition).collect(Collectors.joining("\n  OR ", "WHERE ", ""));
    }
}
