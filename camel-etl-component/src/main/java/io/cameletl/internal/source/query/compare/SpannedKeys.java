package io.cameletl.internal.source.query.compare;

import io.cameletl.EtlException;
import io.cameletl.KeysetCursor;
import io.cameletl.internal.checksum.Query;
import io.cameletl.internal.engine.pass.Scope;
import io.cameletl.internal.engine.spec.KeySpan;
import io.cameletl.internal.source.query.shape.CursorColumn;
import io.cameletl.internal.source.query.shape.Ordering;
import io.cameletl.internal.source.query.shape.Orderings;
import io.cameletl.internal.source.query.shape.PageSql;
import io.cameletl.internal.source.query.shape.QueryDatabase;
import io.cameletl.internal.source.query.shape.QueryShape;
import io.cameletl.internal.source.query.text.QueryText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads the keys between two, by the operators that {@code ORDER BY} and indexes go by.
 *
 * @param query the user's query
 * @param shape its columns
 * @param key the key's columns, with how each is ordered
 */
public record SpannedKeys(QueryDatabase database, QueryText query, QueryShape shape, List<CursorColumn> key) {
    public SpannedKeys {
        key = List.copyOf(key);
    }

    /** Looks up how the columns are ordered. */
    public static SpannedKeys of(Connection connection, QueryDatabase database, List<String> columns)
            throws SQLException {
        QueryText query = database.text(connection);
        QueryShape shape = database.shape(connection);
        List<QueryShape.Column> named = columns.stream()
                .map(name -> ComparedQuery.column(database.spec(), shape, name))
                .toList();
        List<Ordering> orderings = new Orderings(database.spec(), query).of(connection, database.settings(), named);
        List<CursorColumn> key = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            key.add(new CursorColumn(named.get(i), orderings.get(i)));
        }
        return new SpannedKeys(database, query, shape, key);
    }

    /** @return at most so many keys, in order, each once */
    public List<List<String>> read(Connection connection, Scope<KeysetCursor> scope, KeySpan span, int most)
            throws SQLException {
        if (span.from() != null && span.to() != null && !span.isAfter()) {
            refuseBackwards(connection, span.from(), span.to());
        }
        return statement(scope, span, most).all(connection, database.settings(), row -> {
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= key.size(); i++) {
                values.add(String.valueOf(row.getString(i)));
            }
            return values;
        });
    }

    private Query statement(Scope<KeysetCursor> scope, KeySpan span, int most) {
        String columns = key.stream().map(CursorColumn::sql).collect(Collectors.joining(", "));
        List<Query> conditions = new ArrayList<>();
        conditions.add(ComparedScope.within(database.spec(), shape, scope));
        if (span.from() != null) {
            conditions.add(bound(span.isAfter() ? PageSql.after(key) : PageSql.atLeast(key), span.from()));
        }
        if (span.to() != null) {
            conditions.add(bound(PageSql.atMost(key), span.to()));
        }
        key.forEach(column -> conditions.add(Query.of(column.isThere())));
        return Query.of("SELECT "
                        + key.stream()
                                .map(column -> "CAST(" + column.sql() + " AS pg_catalog.text)")
                                .collect(Collectors.joining(", "))
                        + "\nFROM (\n" + query.sql() + "\n) q\nWHERE ")
                .then(Query.join("\n  AND ", conditions))
                .then("\nGROUP BY " + columns + "\nORDER BY " + columns + "\nLIMIT ")
                .then(Query.of("?", most));
    }

    private Query bound(String condition, List<String> values) {
        return new Query(
                condition,
                PageSql.parameters(key).stream()
                        .map(place -> (Object) values.get(place))
                        .toList());
    }

    private void refuseBackwards(Connection connection, List<String> from, List<String> to) throws SQLException {
        Query inOrder = Query.of("SELECT 1\nFROM (SELECT ")
                .then(Query.join(", ", values(from)))
                .then("\nFROM (VALUES (1)) one (n)\nLEFT JOIN (\nSELECT q.*\nFROM (\n" + query.sql()
                        + "\n) q\nLIMIT 0\n) q ON true) q\nWHERE ")
                .then(bound(PageSql.atMost(key), to));
        if (inOrder.all(connection, database.settings(), row -> true).isEmpty()) {
            throw new EtlException(
                    database.spec().pipeline(),
                    "operation=reload needs a range of keys that begins before it ends: in the order of the source,"
                            + " CamelEtlFromKey comes after CamelEtlToKey");
        }
    }

    /** Each under the name of its column, and with that one's collation; no row is read. */
    private List<Query> values(List<String> from) {
        List<Query> values = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            CursorColumn column = key.get(i);
            values.add(Query.of(
                    "COALESCE(" + column.ordering().parameter() + ", " + column.sql() + ") AS "
                            + column.sql().substring("q.".length()),
                    from.get(i)));
        }
        return values;
    }
}
