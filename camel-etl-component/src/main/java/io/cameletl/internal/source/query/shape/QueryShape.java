package io.cameletl.internal.source.query.shape;

import io.cameletl.EtlException;
import io.cameletl.KeysetCursor;
import io.cameletl.internal.jdbc.DriverLookUps;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.server.MoneyCheck;
import io.cameletl.internal.source.query.text.QuerySpec;
import io.cameletl.internal.source.query.text.QueryText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * The columns of a query's result.
 *
 * @param columns all of them in order
 * @param cursor those of the cursor, in the cursor's order
 * @param omitted those that the rows do not have
 * @param end the cursor of the last row that is read; null where the window alone ends it
 */
public record QueryShape(
        List<Column> columns, List<CursorColumn> cursor, Set<String> omitted, @Nullable KeysetCursor end) {
    public QueryShape {
        columns = List.copyOf(columns);
        cursor = List.copyOf(cursor);
        omitted = Set.copyOf(omitted);
    }

    QueryShape(List<Column> columns, List<CursorColumn> cursor) {
        this(columns, cursor, Set.of(), null);
    }

    /**
     * A column of a query's result.
     *
     * @param name its label
     * @param type its type's name as the driver has it: {@code int8}, {@code _text} for an array,
     *     {@code "schema"."name"} for one that is not PostgreSQL's
     * @param sqlType its {@link Types} code
     * @param nullable whether it may hold NULL; false only when that is certain
     */
    public record Column(String name, String type, int sqlType, boolean nullable) {
        private static final Set<Integer> TIMES = Set.of(Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE, Types.DATE);

        /** @return whether the window's end bounds it */
        public boolean isTime() {
            return TIMES.contains(sqlType);
        }

        /** @return whether it is a text, of whatever length, or one of the names of an enum */
        public boolean isText() {
            return sqlType == Types.VARCHAR
                    || sqlType == Types.CHAR
                    || type.equals("citext")
                    || type.endsWith("\"citext\"");
        }

        public boolean isArray() {
            return sqlType == Types.ARRAY && (type.startsWith("_") || type.contains(".\"_"));
        }

        boolean isMoney() {
            return type.equals("money") || type.equals("_money");
        }

        Column withNulls() {
            return new Column(name, type, sqlType, true);
        }
    }

    /**
     * Asks the server for the columns. No row is read.
     *
     * @param settings a statement to be executed before, with a semicolon
     */
    static QueryShape describe(Connection connection, String settings, QuerySpec spec, QueryText query)
            throws SQLException {
        List<Column> columns;
        long decimals;
        String sql = MoneyCheck.DECIMALS + ";\n" + settings + "SELECT q.*\nFROM (\n" + query.sql() + "\n) q\nLIMIT 0";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            // A server-side prepared statement would fail once the columns have changed.
            statement.unwrap(PGStatement.class).setPrepareThreshold(0);
            statement.execute();
            try (ResultSet answer = statement.getResultSet()) {
                answer.next();
                decimals = answer.getLong(1);
            }
            statement.getMoreResults();
            statement.getMoreResults();
            try (ResultSet result = statement.getResultSet()) {
                ResultSetMetaData meta = result.getMetaData();
                columns = DriverLookUps.on(connection, same -> columns(spec, meta, query.makesNulls()));
            }
        }
        for (Column column : columns) {
            if (column.isMoney()) {
                MoneyCheck.check(decimals, spec.pipeline(), "the query's column " + Identifier.of(column.name()));
            }
        }
        List<Column> named = cursorOf(spec, columns);
        Set<String> omitted = omittedOf(spec, columns);
        List<Ordering> orderings = new Orderings(spec, query).of(connection, settings, named);
        List<CursorColumn> cursor = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            cursor.add(new CursorColumn(named.get(i), orderings.get(i)));
        }
        return new QueryShape(columns, cursor, omitted, null);
    }

    private static List<Column> columns(QuerySpec spec, ResultSetMetaData meta, boolean makesNulls)
            throws SQLException {
        List<Column> columns = new ArrayList<>();
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
            columns.add(new Column(name, meta.getColumnTypeName(i), meta.getColumnType(i), nullable));
        }
        return columns;
    }

    private static List<Column> cursorOf(QuerySpec spec, List<Column> columns) {
        List<Column> cursor = new ArrayList<>();
        for (String wanted : spec.cursorColumns()) {
            Column found = columns.stream()
                    .filter(column -> column.name().equals(wanted))
                    .findFirst()
                    .orElseThrow(
                            () -> new EtlException(
                                    spec.pipeline(),
                                    "the cursor column " + Identifier.of(wanted) + " is not among the query's columns "
                                            + columns.stream().map(Column::name).toList()
                                            + ". Select it, or name another in cursorColumns, with mode=full in keyColumns (case matters)"));
            cursor.add(found);
        }
        return cursor;
    }

    private static Set<String> omittedOf(QuerySpec spec, List<Column> columns) {
        List<String> names = columns.stream().map(Column::name).toList();
        for (String column : spec.omitColumns()) {
            if (!names.contains(column)) {
                throw new EtlException(
                        spec.pipeline(),
                        "omitColumns names " + Identifier.of(column) + ", which is not among the query's columns "
                                + names + ". Correct the name, or leave it out (case matters)");
            }
        }
        if (spec.omitColumns().size() == names.size()) {
            throw new EtlException(
                    spec.pipeline(),
                    "omitColumns names all of the query's columns " + names + ". Leave some for the records");
        }
        return Set.copyOf(spec.omitColumns());
    }

    /** @return whether a result still has these columns; tables change while a pipeline lives */
    boolean fits(ResultSetMetaData meta) throws SQLException {
        if (meta.getColumnCount() != columns.size()) {
            return false;
        }
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            if (!meta.getColumnLabel(i + 1).equals(column.name())
                    || meta.getColumnType(i + 1) != column.sqlType()
                    // booleans have the same number as bits
                    || (column.sqlType() == Types.BIT
                            && !meta.getColumnTypeName(i + 1).equals(column.type()))) {
                return false;
            }
        }
        return true;
    }

    /** @return the same shape with a cursor whose columns may hold NULL */
    QueryShape withNullableCursor() {
        return new QueryShape(
                columns, cursor.stream().map(CursorColumn::withNulls).toList(), omitted, end);
    }

    /** @return the same shape of the rows up to a cursor, inclusive; null for all */
    public QueryShape upTo(@Nullable KeysetCursor last) {
        return new QueryShape(columns, cursor, omitted, last);
    }

    List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /** @return the columns of the rows */
    public List<String> rowColumns() {
        return names().stream().filter(name -> !omitted.contains(name)).toList();
    }

    /** @return the places of the rows' columns in the result, from 0 */
    public int[] rowIndexes() {
        return rowColumns().stream().mapToInt(names()::indexOf).toArray();
    }

    /** @return the places of the cursor's columns in a row, from 0 */
    public int[] cursorIndexes() {
        return cursor.stream()
                .map(CursorColumn::name)
                .mapToInt(names()::indexOf)
                .toArray();
    }

    public boolean hasWindow() {
        return cursor.get(0).column().isTime();
    }
}
