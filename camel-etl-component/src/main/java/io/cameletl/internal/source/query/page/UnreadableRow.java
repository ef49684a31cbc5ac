package io.cameletl.internal.source.query.page;

import io.cameletl.EtlException;
import io.cameletl.internal.source.query.shape.CursorColumn;
import io.cameletl.internal.source.query.shape.PageSql;
import io.cameletl.internal.source.query.shape.QueryShape;
import io.cameletl.internal.source.query.text.QuerySpec;
import io.cameletl.internal.values.Shortened;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the row and the column because of which a page cannot be read: a value whose text is over 1 GB, bytes that cannot
 * be sent in UTF-8, a damaged page of a table. Only a page that failed is asked for again, in halves.
 */
final class UnreadableRow {
    private static final String ALL = "q.*";

    private final QuerySpec spec;
    private final QueryShape shape;
    private final Probe probe;

    /** Reads a part of the page. */
    interface Probe {
        /**
         * @param select the columns
         * @param after the cursor's values to begin after; empty for the page's own
         * @param offset how many rows are left out: read, but not sent
         * @param limit how many are read at most
         * @return the first row's texts; empty when there is none
         */
        List<String> read(String select, List<String> after, int offset, int limit) throws SQLException;
    }

    UnreadableRow(QuerySpec spec, QueryShape shape, Probe probe) {
        this.spec = spec;
        this.shape = shape;
        this.probe = probe;
    }

    /** @return whether a single value may be to blame: the value itself, a limit of PostgreSQL's, its storage */
    static boolean mayBe(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("22") || state.startsWith("54") || state.startsWith("XX");
    }

    /**
     * @param rows how many rows were asked for
     * @return what to throw; null when no single row is to blame
     */
    @Nullable
    EtlException find(SQLException failure, int rows) throws SQLException {
        List<String> first = List.of();
        if (fails(ALL, first, 0)) {
            return null;
        }
        int good = 0;
        int bad = rows;
        while (bad - good > 1) {
            int middle = (good + bad) >>> 1;
            if (fails(ALL, first, middle)) {
                bad = middle;
            } else {
                good = middle;
            }
        }
        List<String> key = key(good);
        // A query that fails before its first row comes, because it sorts all of them, fails without that row, too.
        if (key.isEmpty() || fails(ALL, key, 1)) {
            return null;
        }
        List<String> before = good == 0 ? first : key(good - 1);
        String column = null;
        for (QueryShape.Column one : shape.columns()) {
            if (column == null && fails(PageSql.column(one.name()), before, 1)) {
                column = one.name();
            }
        }
        return error(spec, key(shape, key), column, failure);
    }

    /** @return the cursor's values of a row of the page; empty when they cannot be read */
    private List<String> key(int row) throws SQLException {
        String columns = shape.cursor().stream().map(CursorColumn::sql).collect(Collectors.joining(", "));
        try {
            return probe.read(columns, List.of(), row, 1);
        } catch (SQLException e) {
            if (mayBe(e)) {
                return List.of();
            }
            throw e;
        }
    }

    private boolean fails(String select, List<String> after, int limit) throws SQLException {
        try {
            probe.read(select, after, 0, limit);
            return false;
        } catch (SQLException e) {
            if (mayBe(e)) {
                return true;
            }
            throw e;
        }
    }

    /** @return a row by its values in the cursor's columns, for a message */
    static String key(QueryShape shape, List<String> values) {
        List<String> named = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            named.add(shape.cursor().get(i).name() + " = " + Shortened.of(values.get(i)));
        }
        return String.join(", ", named);
    }

    /** @param column the column; null when the row as a whole cannot be read */
    static EtlException error(QuerySpec spec, String key, @Nullable String column, SQLException failure) {
        String row = key.isEmpty() ? "a row" : "the row " + key;
        String what = column == null ? row : "the column \"" + column + "\" of " + row;
        return new EtlException(
                spec.pipeline(),
                "cannot read " + what + " from the source: " + failure.getSQLState() + " " + failure.getMessage()
                        + ". Correct the value there, or have the query give another for it. Text of another encoding"
                        + " than the database says: convert_from(convert(convert_to(c, 'SQL_ASCII'), 'LATIN1', 'UTF8'),"
                        + " 'UTF8'), or encode(convert_to(c, 'SQL_ASCII'), 'escape'). A value whose text is over 1 GB"
                        + " (bytea has two characters a byte): substring(c, 1, 500000000), or NULL",
                failure);
    }
}
