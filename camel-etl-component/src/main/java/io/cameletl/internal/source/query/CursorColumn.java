package io.cameletl.internal.source.query;

/**
 * A column of the cursor.
 *
 * @param column it, as the query's result has it
 * @param ordering how its values are ordered
 */
record CursorColumn(QueryShape.Column column, Ordering ordering) {
    String name() {
        return column.name();
    }

    boolean nullable() {
        return column.nullable();
    }

    String sql() {
        return PageSql.column(column.name());
    }

    /** Says that it is no NULL. Of a composite value, IS NOT NULL would say that each of its fields is none. */
    String isThere() {
        return sql() + " IS DISTINCT FROM NULL";
    }

    String isMissing() {
        return sql() + " IS NOT DISTINCT FROM NULL";
    }

    CursorColumn withNulls() {
        return new CursorColumn(column.withNulls(), ordering);
    }
}
