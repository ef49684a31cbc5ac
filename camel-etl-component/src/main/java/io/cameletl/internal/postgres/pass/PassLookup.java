package io.cameletl.internal.postgres.pass;

import io.cameletl.internal.checksum.Images;
import io.cameletl.internal.checksum.Query;
import io.cameletl.internal.engine.pass.ComparedTable;
import io.cameletl.internal.engine.pass.ComparedTable.KeyColumn;
import io.cameletl.internal.engine.pass.SourceRow;
import io.cameletl.internal.engine.pass.TargetSide.Found;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.postgres.plan.MatchRule;
import io.cameletl.internal.postgres.plan.TablePlan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Statements that look rows of the target table up by keys. A row is found as the merge finds it, and each of the source's
 * values is compared as it would be once it was stored.
 *
 * @param marked which of its rows are marked as gone; null where none is
 * @param deferred whether some constraint of the table, or of one that refers to it, waits for the commit
 */
record PassLookup(TablePlan plan, ComparedTable table, @Nullable MarkedRows marked, boolean deferred) {
    /** The place among the source's rows, from 1, which of the columns differ, and the key of the target's row. */
    Query compare(List<SourceRow> rows) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            int column = i;
            values.add(Query.texts(rows.stream().map(row -> row.values().get(column))));
        }
        String columns = IntStream.range(0, table.columns().size())
                .mapToObj(i -> "c" + i + ", ")
                .collect(Collectors.joining());
        return new Query(
                "SELECT s.place, " + differing() + ", " + keys() + "\nFROM ROWS FROM ("
                        + arrays(table.columns().size()) + ") WITH ORDINALITY AS s (" + columns + "place)\nLEFT JOIN "
                        + plan.target() + " AS t ON "
                        + sameKey(table.keyPlaces().stream()
                                .map(place -> "s.c" + place)
                                .toList())
                        + "\nORDER BY s.place",
                values);
    }

    /** As numbers from 0; records are compared by their bytes, since NULLs are values here. */
    private String differing() {
        return IntStream.range(0, table.columns().size())
                .mapToObj(i -> {
                    ComparedTable.Column column = table.columns().get(i);
                    String stored = Images.text(Images.stored(column(column), column.type()));
                    String given = Images.text(Images.parsed("s.c" + i, column.type()));
                    return "CASE WHEN CAST(ROW(" + stored + ") AS pg_catalog.record) OPERATOR(pg_catalog.*<>) CAST(ROW("
                            + given + ") AS pg_catalog.record) THEN " + i + " END";
                })
                .collect(Collectors.joining(", ", "ARRAY[", "]"));
    }

    private String keys() {
        return table.key().stream()
                .map(key -> Images.text(
                        Images.stored(column(key.column()), key.column().type())))
                .collect(Collectors.joining(", "));
    }

    /** @return what the answer of {@link #compare} says of a row */
    Found found(ResultSet row) throws SQLException {
        List<String> key = new ArrayList<>();
        for (int i = 0; i < table.key().size(); i++) {
            String text = row.getString(i + 3);
            if (text == null) {
                return new Found(null, List.of());
            }
            key.add(text);
        }
        List<String> columns = new ArrayList<>();
        for (Object place : (Object[]) Objects.requireNonNull(row.getArray(2)).getArray()) {
            if (place instanceof Number number) {
                columns.add(table.columns().get(number.intValue()).name());
            }
        }
        return new Found(key, columns);
    }

    /**
     * @param compared whether only of those rows that are compared
     * @return the places of those keys that have a row
     */
    Query present(List<List<String>> keys, boolean compared) {
        return Query.of("SELECT s.place\nFROM ")
                .then(keys(keys))
                .then("\nJOIN " + plan.target() + " AS t ON " + sameKey() + (compared ? where() : ""));
    }

    /** @return the keys of those rows, as the target prints them */
    Query printed(List<List<String>> keys) {
        return Query.of("SELECT " + keys() + "\nFROM ")
                .then(keys(keys))
                .then("\nJOIN " + plan.target() + " AS t ON " + sameKey());
    }

    /** Deletes the rows of keys, of those that are compared. */
    Query delete(List<List<String>> keys) {
        return Query.of("DELETE FROM " + plan.target() + " AS t\nUSING ")
                .then(keys(keys))
                .then("\nWHERE " + sameKey() + where());
    }

    /** Marks the rows of keys as gone, of those that are compared. */
    Query mark(List<List<String>> keys) {
        MarkedRows rows = Objects.requireNonNull(marked);
        return Query.of("UPDATE " + plan.target() + " AS t\nSET "
                        + rows.column().sql() + " = " + rows.value() + "\nFROM ")
                .then(keys(keys))
                .then("\nWHERE " + sameKey() + where());
    }

    private String where() {
        return table.where() == null ? "" : "\n  AND (" + table.where() + "\n)";
    }

    private Query keys(List<List<String>> keys) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < table.key().size(); i++) {
            int column = i;
            values.add(keys.stream().map(key -> key.get(column)).toList());
        }
        String names = IntStream.range(0, table.key().size())
                .mapToObj(i -> "c" + i + ", ")
                .collect(Collectors.joining());
        return new Query(
                "ROWS FROM (" + arrays(table.key().size()) + ") WITH ORDINALITY AS s (" + names + "place)", values);
    }

    private String sameKey() {
        return sameKey(
                IntStream.range(0, table.key().size()).mapToObj(i -> "s.c" + i).toList());
    }

    /** @return a value of the source as the table would hold it */
    Query value(SourceRow row, int column) {
        return new Query(
                "SELECT " + Images.parsed("s.c", table.columns().get(column).type())
                        + " FROM pg_catalog.unnest(CAST(? AS pg_catalog.text[])) AS s (c)",
                List.of(Query.texts(IntStream.of(column).mapToObj(row.values()::get))));
    }

    private static String arrays(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "pg_catalog.unnest(CAST(? AS pg_catalog.text[]))")
                .collect(Collectors.joining(", "));
    }

    private String sameKey(List<String> texts) {
        List<String> same = new ArrayList<>();
        for (int i = 0; i < table.key().size(); i++) {
            KeyColumn key = table.key().get(i);
            MatchRule.KeyColumn rule = plan.match().keyColumns().get(i);
            same.add(rule.equal()
                    .sql(
                            column(key.column()),
                            Images.key(texts.get(i), key.column().type())));
        }
        return String.join(" AND ", same);
    }

    private static String column(ComparedTable.Column column) {
        return "t." + Identifier.of(column.name()).sql();
    }
}
