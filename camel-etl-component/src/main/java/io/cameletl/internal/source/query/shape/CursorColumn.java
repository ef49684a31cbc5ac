package io.cameletl.internal.source.query.shape;

/**
 * A column of the cursor.
 *
 * @param column it, as the query's result has it
 * @param ordering how its values are ordered
 */
public record CursorColumn(QueryShape.Column column, Ordering ordering) {
    public String name() {
        return column.name();
    }

    public boolean nullable() {
        return column.nullable();
    }

    public String sql() {
        return PageSql.column(column.name());
    }

    /** Says that it is no NULL. Of a composite value, IS NOT NULL would say that each of its fields is none. */
    public String isThere() {
        return sql() + " IS DISTINCT FROM NULL";
    }

    public String isMissing() {
        return sql() + " IS NOT DISTINCT FROM NULL";
    }

    CursorColumn withNulls() {
        return new CursorColumn(column.withNulls(), ordering);
    }
}
