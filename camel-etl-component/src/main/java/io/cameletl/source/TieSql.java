package io.cameletl.source;

/** Counts the rows at one cursor position, up to two. Its parameters are the cursor's values. */
final class TieSql {
    private TieSql() {}

    static String of(QueryText query, Shape shape) {
        return "SELECT count(*)\nFROM (\n  SELECT 1\n  FROM (\n" + query.sql() + "\n) q\n  WHERE "
                + PageSql.columns(shape.cursor(), "(", ")") + " = " + PageSql.markers(shape.cursor())
                + "\n  LIMIT 2\n) tied";
    }
}
