package io.cameletl.internal.source.query;

/**
 * Asks whether the server takes two cursors for the same position. Its parameters are the values of both; the answer is
 * a row when some row is at either.
 */
final class TieSql {
    private TieSql() {}

    static String of(QueryText query, QueryShape shape) {
        String equals = PageSql.columns(shape.cursor(), "(", ")") + " = " + PageSql.markers(shape.cursor());
        return "SELECT 1\nFROM (\n" + query.sql() + "\n) q\nWHERE " + equals + "\n  AND " + equals + "\nLIMIT 1";
    }
}
