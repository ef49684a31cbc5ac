package io.cameletl.internal.postgres.staging;

import io.cameletl.Rows;
import io.cameletl.internal.records.DeletedFlag;
import io.cameletl.internal.records.Records;
import io.cameletl.internal.values.ColumnType;
import io.cameletl.internal.values.TypedColumn;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** A temporary table of one column {@code v} that values are copied into, one a row, and read from in their order. */
final class CopyTable {
    private final Connection connection;
    private final ColumnType type;

    /** @param type the column's type as in SQL */
    CopyTable(Connection connection, String type) throws SQLException {
        this.connection = connection;
        execute("drop table if exists pg_temp.copied");
        execute("create temp table copied (etl_position int, etl_deleted boolean, v " + type + ")");
        this.type = type(oid("select atttypid::bigint from pg_attribute"
                + " where attrelid = 'pg_temp.copied'::regclass and attname = 'v'"));
    }

    /** Copies through buffers as a target would. */
    CopyTable copy(List<?> values) throws SQLException, IOException {
        List<Object[]> rows = new ArrayList<>();
        values.forEach(value -> rows.add(new Object[] {value}));
        Records records = Records.of("p", "copied", List.of(), new Rows(List.of("v"), rows));
        CopyEncoder encoder = new CopyEncoder(
                records, new DeletedFlag(records, null), List.of(new TypedColumn("v", type)), column -> true, true);
        CopyBuffer buffer = new CopyBuffer();
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy pg_temp.copied from stdin");
        for (int next = 0; next < values.size(); ) {
            next = encoder.encode(next, values.size(), buffer);
            copy.writeToCopy(buffer.bytes(), 0, buffer.length());
            buffer.clear();
        }
        copy.endCopy();
        return this;
    }

    /** @return the values in PostgreSQL's text form */
    List<String> texts() throws SQLException {
        return read("v::text", String.class);
    }

    /** @return an expression over {@code v} for each row, as pgjdbc reads it into the class */
    <T> List<T> read(String expression, Class<T> as) throws SQLException {
        List<T> read = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select " + expression + " from pg_temp.copied order by etl_position")) {
            while (rows.next()) {
                read.add(rows.getObject(1, as));
            }
        }
        return read;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private ColumnType type(long oid) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select typtype, typbasetype::bigint,"
                + " typelem::bigint, typdelim, typcategory from pg_type where oid = ?")) {
            statement.setLong(1, oid);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (row.getString("typtype").equals("d")) {
                    return type(row.getLong("typbasetype"));
                }
                long element = row.getLong("typelem");
                return row.getString("typcategory").equals("A")
                        ? ColumnType.arrayOf(
                                type(element), row.getString("typdelim").charAt(0))
                        : ColumnType.of(oid);
            }
        }
    }

    private long oid(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
