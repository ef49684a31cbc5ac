package io.cameletl.internal.source.query;

import io.cameletl.EtlException;
import io.cameletl.internal.source.query.shape.CursorColumn;
import io.cameletl.internal.source.query.shape.QuerySession;
import io.cameletl.internal.source.query.shape.QueryShape;
import io.cameletl.internal.source.query.text.QuerySpec;
import io.cameletl.internal.source.query.text.QueryText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Counts the rows that no page ever holds, by their reason, and refuses a query that has any. */
final class UnreachableRows {
    private final QuerySpec spec;
    private final QueryText query;
    private final String settings;

    /** @param settings a statement to be executed before, with a semicolon */
    UnreachableRows(QuerySpec spec, QueryText query, String settings) {
        this.spec = spec;
        this.query = query;
        this.settings = settings;
    }

    /**
     * Why a row is never read.
     *
     * @param column the cursor column
     * @param condition its SQL
     * @param description for a message, after a number of rows
     * @param remedy what to do
     */
    record Reason(String column, String condition, String description, String remedy) {}

    /**
     * Asks the server nothing when no row can be out of reach.
     *
     * @throws EtlException when there are such rows, with their number and column
     */
    void check(Connection connection, QueryShape shape) throws SQLException {
        List<Reason> reasons = reasons(shape);
        List<String> found = reasons.isEmpty() ? List.of() : count(connection, reasons);
        if (!found.isEmpty()) {
            throw new EtlException(
                    spec.pipeline(), "the query has rows that are never read; " + String.join("; ", found));
        }
    }

    private List<String> count(Connection connection, List<Reason> reasons) throws SQLException {
        List<String> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(settings + sql(query, reasons));
                ResultSet result = QuerySession.execute(statement)) {
            result.next();
            for (int i = 0; i < reasons.size(); i++) {
                Reason reason = reasons.get(i);
                if (result.getLong(i + 1) > 0) {
                    found.add("in " + result.getLong(i + 1) + " rows the cursor column \"" + reason.column() + "\" is "
                            + reason.description() + ": " + reason.remedy());
                }
            }
        }
        return found;
    }

    static List<Reason> reasons(QueryShape shape) {
        List<Reason> reasons = new ArrayList<>();
        for (CursorColumn column : shape.cursor()) {
            if (column.nullable()) {
                reasons.add(new Reason(
                        column.name(),
                        column.isMissing(),
                        "NULL",
                        "fill the column and make it NOT NULL, or put coalesce(...) in the query"));
            }
        }
        if (shape.hasWindow()) {
            CursorColumn time = shape.cursor().get(0);
            reasons.add(new Reason(
                    time.name(),
                    time.sql() + " " + time.ordering().equal() + " "
                            + time.ordering().literal("infinity"),
                    "infinity, which no window reaches",
                    "give the rows the time of their last change"));
        }
        return reasons;
    }

    static String sql(QueryText query, List<Reason> reasons) {
        return reasons.stream()
                        .map(reason -> "pg_catalog.count(*) FILTER (WHERE " + reason.condition() + ")")
                        .collect(Collectors.joining(",\n  ", "SELECT\n  ", "\n"))
                + "FROM (\n" + query.sql() + "\n) q\n"
                + reasons.stream().map(Reason::condition).collect(Collectors.joining("\n  OR ", "WHERE ", ""));
    }
}
