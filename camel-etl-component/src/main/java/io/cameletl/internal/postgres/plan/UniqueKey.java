package io.cameletl.internal.postgres.plan;

import java.util.List;

/**
 * A unique index over plain columns and all rows.
 *
 * @param columns the columns in the index's order, unquoted
 * @param primary whether it is the primary key
 * @param immediate whether it is checked row by row, so that ON CONFLICT can name it; a deferrable one is not
 */
public record UniqueKey(List<String> columns, boolean primary, boolean immediate) {
    public UniqueKey {
        columns = List.copyOf(columns);
    }
}
