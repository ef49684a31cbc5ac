package io.cameletl.internal.source.query.compare;

import io.cameletl.KeysetCursor;
import io.cameletl.internal.checksum.Query;
import io.cameletl.internal.engine.pass.ComparedTable;
import io.cameletl.internal.engine.pass.Scope;
import io.cameletl.internal.source.query.shape.CursorColumn;
import io.cameletl.internal.source.query.shape.PageSql;
import io.cameletl.internal.source.query.shape.QueryShape;
import io.cameletl.internal.source.query.text.QuerySpec;
import io.cameletl.internal.source.query.text.QueryText;
import io.cameletl.internal.values.TimeWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a query should be in the target, as conditions.
 *
 * @param query the user's query
 * @param shape its columns
 * @param within the condition that the pipeline has drained a row
 * @param deleted the condition that a row says that it is gone
 */
public record ComparedScope(QueryText query, QueryShape shape, Query within, String deleted) {
    /** As {@link io.cameletl.internal.records.DeletedFlag} reads a text. */
    private static final String FLAG =
            """
            pg_catalog.lower(pg_catalog.btrim(%1$s, E' \\t\\n\\r\\f\\x0b\\x1c\\x1d\\x1e\\x1f')) OPERATOR(pg_catalog.<>) ALL \
            (ARRAY['f', 'false', 'n', 'no', 'off', '0']) \
            AND pg_catalog.btrim(%1$s, E' \\t\\n\\r\\f\\x0b\\x1c\\x1d\\x1e\\x1f') OPERATOR(pg_catalog.!~) '^[+-]?0+([.]0*)?$'""";

    static ComparedScope of(
            QuerySpec spec, QueryText query, QueryShape shape, ComparedTable table, Scope<KeysetCursor> scope) {
        return new ComparedScope(query, shape, within(spec, shape, scope), deleted(shape, table));
    }

    /** @return the statement that reads rows of some keys, of those that the pipeline has drained, as a page does */
    public static Query keyed(
            QuerySpec spec, QueryText query, QueryShape shape, Scope<KeysetCursor> scope, KeyJoin.Keys keys) {
        return Query.of("SELECT q.*\n")
                .then(keys.from())
                .then("\nJOIN (\n" + query.sql() + "\n) q ON " + keys.same() + "\nWHERE ")
                .then(within(spec, shape, scope))
                .then("\nORDER BY "
                        + shape.cursor().stream().map(CursorColumn::sql).collect(Collectors.joining(", ")));
    }

    /** @return the condition that the pipeline has drained a row */
    static Query within(QuerySpec spec, QueryShape shape, Scope<KeysetCursor> scope) {
        if (scope.whole()) {
            return Query.of("true");
        }
        List<Query> conditions = new ArrayList<>();
        if (scope.after() != null) {
            conditions.add(after(shape, scope.after()));
        }
        if (shape.hasWindow()) {
            CursorColumn time = shape.cursor().get(0);
            conditions.add(Query.of(
                    time.sql() + " " + time.ordering().less() + " "
                            + time.ordering().parameter(),
                    TimeWriter.inZone(scope.before(), spec.zone())));
        } else if (scope.upTo() != null) {
            conditions.add(Query.of("NOT (").then(after(shape, scope.upTo())).then(")"));
        } else {
            conditions.add(Query.of("false"));
        }
        for (CursorColumn column : shape.cursor()) {
            if (column.nullable()) {
                conditions.add(Query.of(column.isThere()));
            }
        }
        return Query.join("\n  AND ", conditions);
    }

    private static Query after(QueryShape shape, KeysetCursor cursor) {
        List<Object> values = PageSql.parameters(shape.cursor()).stream()
                .map(place -> (Object) String.valueOf(
                        cursor.values().get(shape.cursor().get(place).name())))
                .toList();
        return new Query(PageSql.after(shape.cursor()), values);
    }

    private static String deleted(QueryShape shape, ComparedTable table) {
        String name = table.deletedColumn();
        if (name == null) {
            return "false";
        }
        String column = PageSql.column(name);
        boolean truth = shape.columns().stream()
                .anyMatch(each -> each.name().equals(name) && each.type().equals("bool"));
        return truth
                ? column + " IS TRUE"
                : "(" + column + " IS DISTINCT FROM NULL AND "
                        + FLAG.formatted("CAST(" + column + " AS pg_catalog.text) COLLATE pg_catalog.\"C\"") + ")";
    }

    /** @return the rows {@code q} that the target should have and can have: {@code FROM} and {@code WHERE} */
    Query rows(ComparedTable table) {
        List<String> missing = nullable(table);
        return missing.isEmpty() ? due() : due().then("\n  AND NOT (" + String.join(" OR ", missing) + ")");
    }

    private Query due() {
        return Query.of("FROM (\n" + query.sql() + "\n) q\nWHERE ").then(within).then("\n  AND NOT " + deleted);
    }

    /** @return how many of the rows, of those without a key, there are; null when there can be none */
    @Nullable
    Query keyless(ComparedTable table) {
        List<String> missing = nullable(table);
        return missing.isEmpty()
                ? null
                : Query.of("SELECT pg_catalog.count(*)\n")
                        .then(due())
                        .then("\n  AND (" + String.join(" OR ", missing) + ")");
    }

    private List<String> nullable(ComparedTable table) {
        return table.key().stream()
                .map(key -> key.column().name())
                .filter(name -> shape.columns().stream()
                        .anyMatch(column -> column.name().equals(name) && column.nullable()))
                .map(name -> PageSql.column(name) + " IS NOT DISTINCT FROM NULL")
                .toList();
    }

    /**
     * @param columns what is read of the rows
     * @return the key's place, whether the pipeline has drained the row, whether it says that it is gone, and its columns
     */
    Query look(KeyJoin.Keys keys, List<String> columns) {
        return Query.of("SELECT k.place, (")
                .then(within)
                .then("), " + deleted + ", "
                        + columns.stream().map(PageSql::column).collect(Collectors.joining(", ")) + "\n")
                .then(keys.from())
                .then("\nJOIN (\n" + query.sql() + "\n) q ON " + keys.same());
    }

    /** @return the places of those keys whose rows are in a page */
    Query inPage(KeyJoin.Keys keys, @Nullable KeysetCursor after, KeysetCursor end) {
        Query all = Query.of("SELECT k.place\n")
                .then(keys.from())
                .then("\nJOIN (\n" + query.sql() + "\n) q ON " + keys.same() + "\nWHERE NOT (")
                .then(after(shape, end))
                .then(")");
        return after == null ? all : all.then("\n  AND ").then(after(shape, after));
    }
}
