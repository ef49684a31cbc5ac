package io.cameletl.internal.postgres.plan;

import io.cameletl.internal.jdbc.QualifiedName;
import java.util.List;
import java.util.Optional;

/**
 * A target table, as the catalogue has it.
 *
 * @param name its name with the schema it was found in
 * @param triggersOnInsert whether it, or a partition, has triggers of a user's that fire on INSERT
 * @param columns its columns in order
 * @param uniqueKeys its unique indexes over plain columns and all rows, the primary key first
 */
public record TargetTable(
        QualifiedName name, boolean triggersOnInsert, List<TargetColumn> columns, List<UniqueKey> uniqueKeys) {
    public TargetTable {
        columns = List.copyOf(columns);
        uniqueKeys = List.copyOf(uniqueKeys);
    }

    public Optional<TargetColumn> column(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    public List<String> columnNames() {
        return columns.stream().map(TargetColumn::name).toList();
    }
}
