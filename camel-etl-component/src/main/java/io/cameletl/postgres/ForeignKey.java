package io.cameletl.postgres;

import io.cameletl.jdbc.Identifier;
import io.cameletl.jdbc.QualifiedName;
import java.util.List;

/**
 * A foreign key of a target table.
 *
 * @param name the constraint's name
 * @param columns the table's columns that refer
 * @param parent the table referred to
 * @param parentColumns its columns, in the order of {@code columns}
 */
record ForeignKey(String name, List<Identifier> columns, QualifiedName parent, List<Identifier> parentColumns) {
    ForeignKey {
        columns = List.copyOf(columns);
        parentColumns = List.copyOf(parentColumns);
    }
}
