package io.cameletl.internal.postgres.plan;

import io.cameletl.EtlException;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.jdbc.SqlResource;
import io.cameletl.internal.postgres.plan.TargetTable.ForeignKey;
import io.cameletl.internal.postgres.plan.TargetTable.IndexColumn;
import io.cameletl.internal.postgres.plan.TargetTable.UniqueKey;
import io.cameletl.internal.values.ColumnType;
import io.cameletl.internal.values.WireTypes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The target tables as the system catalog has them. Each table is read once. A Catalog lives as long as its connection is
 * held: a failure ends both, so the next attempt sees an altered table. In its statements every name is qualified, since
 * the search path is the user's.
 */
public final class Catalog {
    /** By name, quoted, five times: the table, and what may come between a statement and its rows. */
    private static final String TABLE = SqlResource.read(Catalog.class, "table.sql");

    /** By table: its columns. A domain is resolved to its base type, an array to its elements' type. */
    private static final String COLUMNS = SqlResource.read(Catalog.class, "columns.sql");

    /** By table: the unique indexes over plain columns and all rows, the primary key first. */
    private static final String UNIQUE_KEYS = SqlResource.read(Catalog.class, "unique_keys.sql");

    /**
     * By name, quoted: the foreign keys that every statement must keep. Those that are checked only at the commit may refer
     * to rows that are yet to come: they are among them only where that is said.
     */
    private static final String FOREIGN_KEYS = SqlResource.read(Catalog.class, "foreign_keys.sql");

    private final String pipeline;
    private final Connection connection;
    private final Map<QualifiedName, TargetTable> tables = new HashMap<>();

    public Catalog(String pipeline, Connection connection) {
        this.pipeline = pipeline;
        this.connection = connection;
    }

    /** @throws EtlException when there is no such table, or it is of a kind that cannot be loaded */
    public TargetTable table(QualifiedName name) throws SQLException {
        return find(name)
                .orElseThrow(() -> new EtlException(
                        pipeline,
                        "there is no table " + name + " in the target database"
                                + (name.schema() == null ? ", on the search path of its user" : "")
                                + ". Create it, or let it be created by createTargetTables=true, or correct the option"
                                + " tables (names are taken literally: case matters), or grant its schema's USAGE to the"
                                + " user"));
    }

    /**
     * @return the table; empty when there is none
     * @throws EtlException when it is of a kind that cannot be loaded
     */
    public Optional<TargetTable> find(QualifiedName name) throws SQLException {
        TargetTable known = tables.get(name);
        if (known == null) {
            known = read(name);
            if (known == null) {
                return Optional.empty();
            }
            ForbiddenTable.check(connection, pipeline, known);
            tables.put(name, known);
        }
        return Optional.of(known);
    }

    /** Reads the table anew when it is asked for next. */
    public void forget(QualifiedName name) {
        tables.remove(name);
    }

    /**
     * @param deferred whether also those that are checked only at the commit
     * @return a table's foreign keys. Asked for only when one may be broken
     */
    public static List<ForeignKey> foreignKeys(Connection connection, TargetTable table, boolean deferred)
            throws SQLException {
        List<ForeignKey> keys = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(FOREIGN_KEYS)) {
            statement.setString(1, table.name().sql());
            statement.setBoolean(2, deferred);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    keys.add(new ForeignKey(
                            row.getString("conname"),
                            identifiers(row, "columns"),
                            new QualifiedName(row.getString("nspname"), row.getString("relname")),
                            identifiers(row, "parent_columns"),
                            equalities(row)));
                }
            }
        }
        return keys;
    }

    private static List<Identifier> identifiers(ResultSet row, String column) throws SQLException {
        return Stream.of(texts(row, column)).map(Identifier::of).toList();
    }

    private static List<Comparison> equalities(ResultSet row) throws SQLException {
        String[] operators = texts(row, "operators");
        @Nullable String[] parentTypes = texts(row, "parent_operands");
        @Nullable String[] types = texts(row, "operands");
        @Nullable String[] collations = texts(row, "collations");
        return IntStream.range(0, operators.length)
                .mapToObj(i -> new Comparison(operators[i], parentTypes[i], types[i], collations[i]))
                .toList();
    }

    private static String[] texts(ResultSet row, String column) throws SQLException {
        return (String[]) row.getArray(column).getArray();
    }

    private @Nullable TargetTable read(QualifiedName name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TABLE)) {
            for (int parameter = 1; parameter <= 5; parameter++) {
                statement.setString(parameter, name.sql());
            }
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                checkKind(name, row.getString("relkind"));
                long oid = row.getLong("oid");
                // Taken first: what is altered from here on makes another.
                Fingerprint fingerprint = new Fingerprint(oid, Sql.number(connection, Fingerprint.sql(oid)));
                return new TargetTable(
                        new QualifiedName(row.getString("nspname"), row.getString("relname")),
                        traits(row),
                        columns(oid),
                        uniqueKeys(oid),
                        fingerprint);
            }
        }
    }

    private static TableTraits traits(ResultSet row) throws SQLException {
        return new TableTraits(
                row.getBoolean("triggers_on_insert"),
                List.of(texts(row, "write_triggers")),
                List.of(texts(row, "delete_triggers")),
                List.of(texts(row, "rules")),
                row.getBoolean("row_security"),
                row.getBoolean("hides_rows"),
                row.getBoolean("has_children"),
                row.getBoolean("has_temporal_key"),
                row.getBoolean("deferred"),
                row.getBoolean("far_reaching"),
                row.getBoolean("looks_around"));
    }

    private void checkKind(QualifiedName name, String kind) {
        if (!kind.equals("r") && !kind.equals("p")) {
            String what =
                    switch (kind) {
                        case "v" -> "a view";
                        case "m" -> "a materialized view";
                        case "f" -> "a foreign table";
                        default -> "of kind " + kind;
                    };
            throw new EtlException(
                    pipeline,
                    name + " is " + what + "; only tables, partitioned ones included, can be loaded. Name the table"
                            + " itself, or write to " + name + " with the option commit or commitSql");
        }
    }

    private List<TargetTable.Column> columns(long table) throws SQLException {
        List<TargetTable.Column> columns = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setLong(1, table);
            statement.setLong(2, table);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    columns.add(new TargetTable.Column(
                            row.getString("attname"),
                            type(row),
                            row.getBoolean("is_array") ? null : WireTypes.of(row.getLong("type")),
                            order(row),
                            row.getBoolean("by_records"),
                            row.getBoolean("generated"),
                            row.getBoolean("always_identity")));
                }
            }
        }
        return columns;
    }

    private static ColumnType type(ResultSet row) throws SQLException {
        ColumnType type = ColumnType.of(row.getLong("type"));
        return row.getBoolean("is_array")
                ? ColumnType.arrayOf(type, row.getString("typdelim").charAt(0))
                : type;
    }

    private static TargetTable.@Nullable Order order(ResultSet row) throws SQLException {
        String equal = row.getString("equal");
        String atLeast = row.getString("at_least");
        String operand = row.getString("operand");
        return equal == null || atLeast == null
                ? null
                : new TargetTable.Order(Comparison.of(equal, operand), Comparison.of(atLeast, operand));
    }

    private List<UniqueKey> uniqueKeys(long table) throws SQLException {
        List<UniqueKey> keys = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(UNIQUE_KEYS)) {
            statement.setLong(1, table);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    keys.add(new UniqueKey(
                            indexColumns(row), row.getBoolean("indisprimary"), row.getBoolean("indimmediate")));
                }
            }
        }
        return keys;
    }

    private static List<IndexColumn> indexColumns(ResultSet row) throws SQLException {
        String[] names = texts(row, "columns");
        String[] operators = texts(row, "operators");
        @Nullable String[] types = texts(row, "operands");
        @Nullable String[] collations = texts(row, "collations");
        Boolean[] exact = (Boolean[]) row.getArray("exact").getArray();
        Boolean[] hashed = (Boolean[]) row.getArray("hashed").getArray();
        return IntStream.range(0, names.length)
                .mapToObj(i -> new IndexColumn(
                        names[i], new Comparison(operators[i], types[i], types[i], collations[i]), exact[i], hashed[i]))
                .toList();
    }
}
