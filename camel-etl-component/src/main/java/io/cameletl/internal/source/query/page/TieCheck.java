package io.cameletl.internal.source.query.page;

import io.cameletl.EtlException;
import io.cameletl.internal.source.query.shape.QuerySession;
import io.cameletl.internal.source.query.shape.QueryShape;
import io.cameletl.internal.source.query.text.QuerySpec;
import io.cameletl.internal.source.query.text.QueryText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.stream.Collectors;

/** Checks that no page ends between two rows that the cursor cannot tell apart. */
final class TieCheck {
    private final QuerySpec spec;
    private final QueryText query;
    private final String settings;

    /** @param settings a statement to be executed before, with a semicolon */
    TieCheck(QuerySpec spec, QueryText query, String settings) {
        this.spec = spec;
        this.query = query;
        this.settings = settings;
    }

    void check(Connection connection, QueryShape shape, PageQuery.Page page) throws SQLException {
        List<String> next = page.next();
        if (next == null || mustDiffer(shape, page.end(), next)) {
            return;
        }
        if (page.end().equals(next) || areEqual(connection, shape, page.end(), next)) {
            throw new EtlException(
                    spec.pipeline(),
                    "two rows have the same values " + page.end() + " in cursorColumns=" + spec.cursorColumns()
                            + ", and a page ends between them, so that the second would be lost. Add columns to"
                            + " cursorColumns until no two rows have the same values, as a unique id");
        }
    }

    private static boolean mustDiffer(QueryShape shape, List<String> one, List<String> other) {
        for (int i = 0; i < one.size(); i++) {
            if (shape.cursor().get(i).ordering().hasOneTextPerValue()
                    && !one.get(i).equals(other.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** Asks the server: only it knows whether texts are equal in the column's collation, or whether 1.0 equals 1.00. */
    private boolean areEqual(Connection connection, QueryShape shape, List<String> one, List<String> other)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(settings + sql(query, shape))) {
            for (int i = 0; i < one.size(); i++) {
                statement.setObject(i + 1, one.get(i), Types.OTHER);
                statement.setObject(one.size() + i + 1, other.get(i), Types.OTHER);
            }
            try (ResultSet result = QuerySession.execute(statement)) {
                return result.next();
            }
        }
    }

    /**
     * Asks whether the server takes two cursors for the same position. The parameters are the values of both. The answer is
     * a row when some row is at either.
     */
    static String sql(QueryText query, QueryShape shape) {
        String equals = shape.cursor().stream()
                .map(column -> column.sql() + " " + column.ordering().equal() + " "
                        + column.ordering().parameter())
                .collect(Collectors.joining("\n  AND "));
        return "SELECT 1\nFROM (\n" + query.sql() + "\n) q\nWHERE " + equals + "\n  AND " + equals + "\nLIMIT 1";
    }
}
