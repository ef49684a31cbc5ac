package io.cameletl.internal.source.query;

import io.cameletl.internal.jdbc.Identifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statement that reads a page. Its parameters, in order: the cursor's values when there is one, the window's end
 * when the first cursor column is a time, the limit.
 *
 * <p>Comparing rows ({@code (a, b) > (?, ?)}) lets an index on the cursor columns answer it without a sort. The values
 * have no type of their own, so the server gives each its column's type.
 */
final class PageSql {
    /**
     * Conditions that make numbers come with all their digits, and intervals in a style that every session reads alike.
     * They are evaluated once, before the first row, and local to the transaction, so that the session stays as it was.
     */
    private static final List<String> SETTINGS = List.of(
            "(SELECT pg_catalog.set_config('extra_float_digits', '1', true)) IS NOT NULL",
            "(SELECT pg_catalog.set_config('IntervalStyle', 'postgres', true)) IS NOT NULL");

    private PageSql() {}

    static String of(QueryText query, QueryShape shape, boolean hasCursor) {
        List<String> conditions = new ArrayList<>();
        if (hasCursor) {
            conditions.add(columns(shape.cursor(), "(", ")") + " > " + markers(shape.cursor()));
        }
        if (shape.hasWindow()) {
            conditions.add(column(shape.cursor().get(0)) + " < ?");
        }
        for (QueryShape.Column column : shape.cursor()) {
            if (column.nullable()) {
                conditions.add(column(column) + " IS NOT NULL");
            }
        }
        if (shape.columns().stream().anyMatch(QueryShape.Column::needsSettings)) {
            conditions.addAll(SETTINGS);
        }
        return "SELECT q.*\nFROM (\n" + query.sql() + "\n) q\n"
                + (conditions.isEmpty() ? "" : "WHERE " + String.join("\n  AND ", conditions) + "\n")
                + "ORDER BY " + columns(shape.cursor(), "", "") + "\nLIMIT ?";
    }

    static String column(QueryShape.Column column) {
        return "q." + Identifier.of(column.name()).sql();
    }

    static String columns(List<QueryShape.Column> columns, String open, String close) {
        return columns.stream().map(PageSql::column).collect(Collectors.joining(", ", open, close));
    }

    static String markers(List<QueryShape.Column> columns) {
        return Collections.nCopies(columns.size(), "?").stream().collect(Collectors.joining(", ", "(", ")"));
    }
}
