package io.cameletl.internal.postgres.plan;

import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.QualifiedName;
import java.util.List;

/**
 * A foreign key of a target table.
 *
 * @param name the constraint's name
 * @param columns the table's columns that refer
 * @param parent the table referred to
 * @param parentColumns its columns, in the order of {@code columns}
 */
public record ForeignKey(String name, List<Identifier> columns, QualifiedName parent, List<Identifier> parentColumns) {
    public ForeignKey {
        columns = List.copyOf(columns);
        parentColumns = List.copyOf(parentColumns);
    }
}
