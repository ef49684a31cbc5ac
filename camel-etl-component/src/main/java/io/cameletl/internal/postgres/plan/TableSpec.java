package io.cameletl.internal.postgres.plan;

import io.cameletl.Deletes;
import io.cameletl.Strategy;
import io.cameletl.internal.jdbc.QualifiedName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A target table's options: how its rows are told apart, and which records update or delete them.
 *
 * @param table the table; without a schema it is looked up on the session's search path
 * @param keyColumns the columns that identify a row, unquoted; empty for the primary key. There must be a unique index
 *     over exactly these columns
 * @param versionColumn the column of the table that holds the version. A record with an older version than its row is left
 *     out. NULL in a record is older than any version; NULL in a row is older than every record. Null when every record
 *     counts
 * @param deletedColumn the column that says of a record that its row is gone, see
 *     {@link io.cameletl.internal.records.DeletedFlag}. It need not be a column of the table; null when records never
 *     delete
 * @param keeping what the table keeps of versions, and of rows that are gone
 */
public record TableSpec(
        QualifiedName table,
        List<String> keyColumns,
        @Nullable String versionColumn,
        @Nullable String deletedColumn,
        Keeping keeping) {
    public TableSpec {
        keyColumns = List.copyOf(keyColumns);
    }

    /** A table that keeps the last versions, and nothing of rows that are gone. */
    public TableSpec(
            QualifiedName table,
            List<String> keyColumns,
            @Nullable String versionColumn,
            @Nullable String deletedColumn) {
        this(table, keyColumns, versionColumn, deletedColumn, Keeping.LAST);
    }

    /** The table with its primary key, without version and deletions. */
    public static TableSpec of(QualifiedName table) {
        return new TableSpec(table, List.of(), null, null);
    }

    /** @return the column that says of a record that its row is gone; null where such a record is one like others */
    @Nullable
    String flagColumn() {
        return keeping.strategy() == Strategy.APPEND && keeping.deletes() == Deletes.MARK ? null : deletedColumn;
    }

    /** The table's name as a user would write it: in quotes only where they are needed. */
    public String name() {
        String schema = table.schema();
        boolean quoted = needsQuotes(table.name()) || (schema != null && needsQuotes(schema));
        if (quoted) {
            return table.sql();
        }
        return schema == null ? table.name() : schema + "." + table.name();
    }

    private static boolean needsQuotes(String name) {
        return name.indexOf('.') >= 0 || name.indexOf('"') >= 0;
    }
}
