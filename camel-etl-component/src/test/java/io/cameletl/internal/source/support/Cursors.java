package io.cameletl.internal.source.support;

import io.cameletl.internal.source.query.shape.CursorColumn;
import io.cameletl.internal.source.query.shape.Ordering;
import io.cameletl.internal.source.query.shape.QueryShape;
import io.cameletl.internal.source.query.text.QueryText;
import java.sql.Types;
import java.util.List;
import java.util.Set;

/** A query and columns of its cursor, to be written into statements. */
public final class Cursors {
    public static final QueryText QUERY = new QueryText("SELECT *\nFROM orders", Set.of(), Set.of());
    public static final CursorColumn AT = column("Updated \"At\"", "timestamptz", Types.TIMESTAMP, true, "pg_catalog");
    public static final CursorColumn CODE = column("code", "citext", Types.OTHER, false, "ext");
    public static final CursorColumn ID = column("id", "int8", Types.BIGINT, false, "pg_catalog");
    public static final CursorColumn ID_OR_NULL = column("id", "int8", Types.BIGINT, true, "pg_catalog");

    private Cursors() {}

    private static CursorColumn column(String name, String type, int sqlType, boolean nullable, String schema) {
        String operator = "OPERATOR(\"" + schema + "\".";
        return new CursorColumn(
                new QueryShape.Column(name, type, sqlType, nullable),
                new Ordering(
                        "\"" + schema + "\".\"" + type + "\"",
                        operator + "<)",
                        operator + "<=)",
                        operator + "=)",
                        operator + ">=)",
                        operator + ">)"));
    }

    public static QueryShape shape(CursorColumn... cursor) {
        return new QueryShape(List.of(ID.column()), List.of(cursor), Set.of(), null);
    }
}
