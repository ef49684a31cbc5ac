package io.cameletl.internal.postgres.plan;

import io.cameletl.internal.jdbc.QualifiedName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a target table's rows are told apart by, and what of a record decides over them.
 *
 * @param table the table; without a schema it is looked up on the session's search path
 * @param keyColumns the columns that identify a row, unquoted; empty for the primary key. There must be a unique index
 *     over exactly these columns
 * @param versionColumn a column of the table by which a record older than the row is told and left out; null when
 *     every record counts. NULL is older than any version in a record, and in a row gives way to every record
 * @param deletedColumn says of a record that its row is gone: false or null keep it, every other value deletes it. It
 *     need not be a column of the table; null when records never delete
 */
public record TableSpec(
        QualifiedName table, List<String> keyColumns, @Nullable String versionColumn, @Nullable String deletedColumn) {
    public TableSpec {
        keyColumns = List.copyOf(keyColumns);
    }

    /** The table with its primary key, without version and deletions. */
    public static TableSpec of(QualifiedName table) {
        return new TableSpec(table, List.of(), null, null);
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
