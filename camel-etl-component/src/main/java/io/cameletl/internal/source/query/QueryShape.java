package io.cameletl.internal.source.query;

import io.cameletl.EtlException;
import io.cameletl.internal.jdbc.Identifier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.postgresql.PGStatement;

/**
 * The columns of a query's result.
 *
 * @param columns all of them in order
 * @param cursor those of the cursor, in the cursor's order
 */
record QueryShape(List<QueryColumn> columns, List<QueryColumn> cursor) {
    QueryShape {
        columns = List.copyOf(columns);
        cursor = List.copyOf(cursor);
    }

    /** Asks the server for the columns; no row is read. */
    static QueryShape describe(Connection connection, QuerySpec spec, QueryText query) throws SQLException {
        String sql = "SELECT q.*\nFROM (\n" + query.sql() + "\n) q\nLIMIT 0";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            // a server-side prepared statement would fail once the columns have changed
            statement.unwrap(PGStatement.class).setPrepareThreshold(0);
            try (ResultSet result = statement.executeQuery()) {
                List<QueryColumn> columns = columns(spec, result.getMetaData(), query.makesNulls());
                return new QueryShape(columns, cursorOf(spec, columns));
            }
        }
    }

    private static List<QueryColumn> columns(QuerySpec spec, ResultSetMetaData meta, boolean makesNulls)
            throws SQLException {
        List<QueryColumn> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            String name = meta.getColumnLabel(i);
            if (!names.add(name)) {
                throw new EtlException(
                        spec.pipeline(),
                        "the query gives two columns the name " + Identifier.of(name)
                                + ". Give one of them another name with AS, or leave it out");
            }
            boolean nullable = makesNulls || meta.isNullable(i) != ResultSetMetaData.columnNoNulls;
            columns.add(new QueryColumn(name, meta.getColumnTypeName(i), meta.getColumnType(i), nullable));
        }
        return columns;
    }

    private static List<QueryColumn> cursorOf(QuerySpec spec, List<QueryColumn> columns) {
        List<QueryColumn> cursor = new ArrayList<>();
        for (String wanted : spec.cursorColumns()) {
            QueryColumn found = columns.stream()
                    .filter(column -> column.name().equals(wanted))
                    .findFirst()
                    .orElseThrow(() -> new EtlException(
                            spec.pipeline(),
                            "the cursor column " + Identifier.of(wanted) + " is not among the query's columns "
                                    + columns.stream().map(QueryColumn::name).toList()
                                    + ". Select it, or name another in cursorColumns (case matters)"));
            cursor.add(found);
        }
        return cursor;
    }

    /** Whether a result still has these columns: tables change while a pipeline lives. */
    boolean fits(ResultSetMetaData meta) throws SQLException {
        if (meta.getColumnCount() != columns.size()) {
            return false;
        }
        for (int i = 0; i < columns.size(); i++) {
            QueryColumn column = columns.get(i);
            if (!meta.getColumnLabel(i + 1).equals(column.name()) || meta.getColumnType(i + 1) != column.sqlType()) {
                return false;
            }
        }
        return true;
    }

    /** The same, with NULL taken for possible in the cursor's columns. */
    QueryShape withNullableCursor() {
        return new QueryShape(
                columns, cursor.stream().map(QueryColumn::withNulls).toList());
    }

    List<String> names() {
        return columns.stream().map(QueryColumn::name).toList();
    }

    /** Where the cursor's columns are in a row, from 0. */
    int[] cursorIndexes() {
        return cursor.stream().map(QueryColumn::name).mapToInt(names()::indexOf).toArray();
    }

    boolean hasWindow() {
        return cursor.get(0).isTime();
    }
}
