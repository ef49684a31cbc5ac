package io.cameletl.internal.source.database;

import io.cameletl.internal.engine.spec.SourceColumns.Column;
import io.cameletl.internal.jdbc.SqlResource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The types of a result's columns as PostgreSQL's catalog has them: of a table's column exactly, domains and lengths
 * included; of an expression without length or precision, which a result does not tell.
 */
public final class ResultTypes {
    /** By arrays of the same length: the types, and the tables' columns. An index over a column twice is none of keys. */
    private static final String SQL = SqlResource.read(ResultTypes.class, "column_types.sql");

    private ResultTypes() {}

    /**
     * A column of a result.
     *
     * @param name its label
     * @param type its type's OID
     * @param schema the schema of the table whose column it is; empty for an expression
     * @param table that table
     * @param column that column
     * @param nullable whether it may be NULL though its table says that it is not
     */
    public record ResultColumn(String name, long type, String schema, String table, String column, boolean nullable) {}

    /**
     * The columns of a result with their types.
     *
     * @param columns in the result's order; not those whose type is gone since it was asked for
     * @param key those that are the primary key of the only table that columns are of; empty where they are not all there
     */
    public record Typed(List<Column> columns, List<String> key) {
        public Typed {
            columns = List.copyOf(columns);
            key = List.copyOf(key);
        }
    }

    public static Typed of(Connection connection, List<ResultColumn> result) throws SQLException {
        List<Column> columns = new ArrayList<>();
        Map<Integer, String> key = new TreeMap<>();
        int keyColumns = 0;
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "oid", result.stream().map(ResultColumn::type).toArray()));
            bind(
                    connection,
                    statement,
                    2,
                    result.stream().map(ResultColumn::schema).toList());
            bind(
                    connection,
                    statement,
                    3,
                    result.stream().map(ResultColumn::table).toList());
            bind(
                    connection,
                    statement,
                    4,
                    result.stream().map(ResultColumn::column).toList());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    ResultColumn column = result.get(row.getInt("place") - 1);
                    columns.add(new Column(
                            column.name(), row.getString("type"), row.getBoolean("required") && !column.nullable()));
                    int place = row.getInt("key_place");
                    // An int2vector counts from 0.
                    if (!row.wasNull() && place < row.getInt("key_columns")) {
                        keyColumns = row.getInt("key_columns");
                        key.putIfAbsent(place, column.name());
                    }
                }
            }
        }
        long tables = result.stream()
                .filter(column -> !column.table().isEmpty())
                .map(column -> List.of(column.schema(), column.table()))
                .distinct()
                .count();
        boolean whole = tables == 1 && keyColumns > 0 && key.size() == keyColumns;
        return new Typed(columns, whole ? List.copyOf(key.values()) : List.of());
    }

    private static void bind(Connection connection, PreparedStatement statement, int place, List<String> texts)
            throws SQLException {
        statement.setArray(place, connection.createArrayOf("text", texts.toArray()));
    }
}
