package io.cameletl.internal.postgres.plan;

import io.cameletl.internal.engine.spec.SourceColumns.Column;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statements that make a table, or alter it: to be read, and to be run where the search path shows PostgreSQL's own
 * types alone. Types are texts of the catalog's, never a user's.
 */
public final class Ddl {
    private Ddl() {}

    /** @param columns all with types */
    public static String addColumns(QualifiedName table, List<Column> columns) {
        return "ALTER TABLE " + table.sql() + " "
                + columns.stream()
                        .map(column ->
                                "ADD COLUMN " + Identifier.of(column.name()).sql() + " " + column.type())
                        .collect(Collectors.joining(", "));
    }

    public static String widen(QualifiedName table, String column, String type) {
        return "ALTER TABLE " + table.sql() + " ALTER COLUMN "
                + Identifier.of(column).sql() + " TYPE " + type;
    }

    /**
     * A table with the columns of a history's validity, which are of the version's type, and the index that lets a row have
     * one open line.
     *
     * @param columns all with types, the version among them
     * @param key what tells rows apart at the source
     */
    public static String createHistory(
            QualifiedName table, List<Column> columns, List<String> key, Keeping keeping, String version) {
        List<Column> all = new ArrayList<>(columns);
        for (Column column : columns) {
            if (column.name().equals(version)) {
                if (!keeping.validFrom().equals(version)) {
                    all.add(new Column(keeping.validFrom(), column.type(), true));
                }
                all.add(new Column(keeping.validTo(), column.type(), false));
            }
        }
        List<String> lines = new ArrayList<>(key);
        lines.add(keeping.validFrom());
        return createTable(table, all, lines) + ";\nCREATE UNIQUE INDEX ON " + table.sql() + " ("
                + SqlLists.names(key.stream().map(Identifier::of).toList()) + ") WHERE "
                + Identifier.of(keeping.validTo()).sql() + " IS NULL";
    }

    /**
     * @param columns all with types
     * @param key the primary key's columns
     */
    public static String createTable(QualifiedName table, List<Column> columns, List<String> key) {
        List<String> lines = new ArrayList<>();
        for (Column column : columns) {
            lines.add("  " + Identifier.of(column.name()).sql() + " " + column.type()
                    + (column.required() || key.contains(column.name()) ? " NOT NULL" : ""));
        }
        lines.add("  PRIMARY KEY ("
                + SqlLists.names(key.stream().map(Identifier::of).toList()) + ")");
        return "CREATE TABLE " + table.sql() + " (\n" + String.join(",\n", lines) + "\n)";
    }
}
