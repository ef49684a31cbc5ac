package io.cameletl.internal.engine.pass;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a target table is compared.
 *
 * @param name its name as users write it
 * @param columns its columns that the source fills
 * @param key those that identify a row, in the order of the unique index
 * @param deletedColumn the source's column that says that a row is gone; null for none
 * @param where which of its rows are compared, as a condition of its database; null for all
 */
public record ComparedTable(
        String name,
        List<Column> columns,
        List<KeyColumn> key,
        @Nullable String deletedColumn,
        @Nullable String where) {
    public ComparedTable {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    /**
     * A column.
     *
     * @param name its name, unquoted
     * @param type its type
     */
    public record Column(String name, ImageType type) {}

    /**
     * A column of the key.
     *
     * @param column the column
     * @param order what its order goes by, besides the type: its collation, as both sides name it; empty for none
     * @param exact whether equal values are the same bytes
     */
    public record KeyColumn(Column column, String order, boolean exact) {}

    /** @return the columns' names */
    public List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /** @return the places of the key's columns among {@link #columns} */
    public List<Integer> keyPlaces() {
        List<String> names = names();
        return key.stream().map(each -> names.indexOf(each.column().name())).toList();
    }
}
