package io.cameletl.internal.postgres.plan;

import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.values.ColumnType;
import java.util.List;
import java.util.Optional;

/**
 * A target table, as the catalog has it.
 *
 * @param name its name with the schema it was found in
 * @param triggersOnInsert whether the table, or a partition of it, has user triggers that fire on INSERT
 * @param columns its columns in order
 * @param uniqueKeys its unique indexes over plain columns and all rows, the primary key first
 */
public record TargetTable(
        QualifiedName name, boolean triggersOnInsert, List<Column> columns, List<UniqueKey> uniqueKeys) {
    public TargetTable {
        columns = List.copyOf(columns);
        uniqueKeys = List.copyOf(uniqueKeys);
    }

    /**
     * A column of the table.
     *
     * @param name its name, unquoted
     * @param type the type that values are encoded for: of a domain, its base type
     * @param required whether each new row must give it a value: it is NOT NULL and has no default
     * @param generated whether its value is computed from other columns, so that nobody may write it
     * @param alwaysIdentity whether it is GENERATED ALWAYS AS IDENTITY. Inserts can override that, updates cannot
     */
    record Column(String name, ColumnType type, boolean required, boolean generated, boolean alwaysIdentity) {}

    /**
     * A unique index over plain columns and all rows.
     *
     * @param columns the columns in the index's order, unquoted
     * @param primary whether it is the primary key
     * @param immediate whether it is checked row by row, so that ON CONFLICT can name it; false when it is deferrable
     */
    record UniqueKey(List<String> columns, boolean primary, boolean immediate) {
        UniqueKey {
            columns = List.copyOf(columns);
        }
    }

    /**
     * A foreign key of the table.
     *
     * @param name the constraint's name
     * @param columns the table's columns that refer
     * @param parent the table referred to
     * @param parentColumns the parent's columns, in the order of {@code columns}
     */
    public record ForeignKey(
            String name, List<Identifier> columns, QualifiedName parent, List<Identifier> parentColumns) {
        public ForeignKey {
            columns = List.copyOf(columns);
            parentColumns = List.copyOf(parentColumns);
        }
    }

    Optional<Column> column(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    List<String> columnNames() {
        return columns.stream().map(Column::name).toList();
    }
}
