package io.cameletl.internal.postgres.survey;

import io.cameletl.internal.postgres.plan.SqlLists;
import io.cameletl.internal.postgres.plan.TablePlan;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The statements about what differs, or is surplus, as far as is known. */
record DoubtSql(SurveyedTable on) {
    /** Makes the table of doubts. */
    String createDoubts() {
        return """
                CREATE TEMPORARY TABLE %s AS
                SELECT %s, NULL::pg_catalog.int8 AS %s, NULL::pg_catalog.int4 AS %s, NULL::pg_catalog.int2[] AS %s,
                  false AS %s
                FROM %s AS t
                WITH NO DATA"""
                .formatted(
                        on.doubts(),
                        keys("t"),
                        on.own().page().sql(),
                        on.own().position().sql(),
                        on.own().differ().sql(),
                        on.own().waiting().sql(),
                        on.target());
    }

    /** Takes the records whose rows differ, or are not there, for doubts. */
    String doubtDifferent() {
        String differ = on.own().differ().sql();
        return """
                INSERT INTO %s AS d (%s, %s, %s, %s, %s)
                SELECT %s, m.%s, m.%s, m.%s, false
                FROM %s AS m
                WHERE m.%s IS NOT NULL"""
                .formatted(
                        on.doubts(),
                        SqlLists.names(on.match().keys()),
                        on.own().page().sql(),
                        on.own().position().sql(),
                        differ,
                        on.own().waiting().sql(),
                        keys("m"),
                        on.own().page().sql(),
                        on.own().position().sql(),
                        differ,
                        on.made(),
                        differ);
    }

    /** Takes the rows for doubts that no record was made for. */
    String doubtSurplus() {
        return """
                INSERT INTO %s AS d (%s, %s)
                SELECT %s, false
                FROM %s AS t
                WHERE %s
                  AND NOT EXISTS (SELECT FROM %s AS m WHERE %s)"""
                .formatted(
                        on.doubts(),
                        SqlLists.names(on.match().keys()),
                        on.own().waiting().sql(),
                        keys("t"),
                        on.target(),
                        where(),
                        on.made(),
                        on.match().sameKey("m", "t"));
    }

    /** @return how many rows the table has */
    String countRows() {
        return "SELECT pg_catalog.count(*) FROM " + on.target() + " AS t WHERE " + where();
    }

    String countDoubts() {
        return "SELECT pg_catalog.count(*) FROM " + on.doubts() + " AS d";
    }

    /** The rows of staged records are no doubts any more. */
    String underWay(TablePlan plan) {
        return "DELETE FROM " + on.doubts() + " AS d\nUSING " + plan.staging().table() + " AS s\nWHERE "
                + on.match().sameKey("d", "s");
    }

    /** The same, of rows only that no record was made for. */
    String outside(TablePlan plan) {
        return underWay(plan) + " AND d." + on.own().differ().sql() + " IS NULL";
    }

    /** A ledger knows of the rows of staged records. */
    String waiting(TablePlan plan) {
        return "UPDATE " + on.doubts() + " AS d\nSET " + on.own().waiting().sql() + " = true\nFROM "
                + plan.staging().table() + " AS s\nWHERE " + on.match().sameKey("d", "s");
    }

    /** Surplus rows that are not there any more are no doubts. */
    String forgetNoRows() {
        return "DELETE FROM " + on.doubts() + " AS d\nWHERE d."
                + on.own().differ().sql()
                + " IS NULL\n  AND NOT EXISTS (SELECT FROM " + on.target() + " AS t WHERE "
                + on.match().sameKey("t", "d") + ")";
    }

    /** No row is surplus that a ledger does not know of. */
    String forgetSurplus() {
        return "DELETE FROM " + on.doubts() + " AS d\nWHERE d."
                + on.own().differ().sql() + " IS NULL AND NOT d."
                + on.own().waiting().sql();
    }

    /** @return how many doubts there are of each kind, by the kind's name */
    String countKinds() {
        return "SELECT " + kind() + ", pg_catalog.count(*)\nFROM " + on.doubts() + " AS d\nGROUP BY 1";
    }

    /** @return in how many rows each column differs, by its place */
    String countColumns() {
        return "SELECT p.place, pg_catalog.count(*)\nFROM " + on.doubts() + " AS d, pg_catalog.unnest(d."
                + on.own().differ().sql() + ") AS p (place)\nWHERE NOT d."
                + on.own().waiting().sql() + "\nGROUP BY 1";
    }

    /** @return the first doubts of each kind: the kind's name, the columns that differ, and the key's texts */
    String examples(int most) {
        return """
                SELECT o.etl_kind, o.etl_columns, %1$s
                FROM (
                  SELECT e.*, pg_catalog.row_number() OVER (PARTITION BY e.etl_kind ORDER BY e.etl_page, e.etl_position) AS etl_rank
                  FROM (
                    SELECT %2$s AS etl_kind, pg_catalog.array_to_string(d.%3$s, ',') AS etl_columns, d.%4$s AS etl_page,
                      d.%5$s AS etl_position, %6$s
                    FROM %7$s AS d) AS e) AS o
                WHERE o.etl_rank OPERATOR(pg_catalog.<=) %8$s
                ORDER BY o.etl_kind, o.etl_rank"""
                .formatted(
                        numbered(i -> "o.etl_key_" + i),
                        kind(),
                        on.own().differ().sql(),
                        on.own().page().sql(),
                        on.own().position().sql(),
                        numbered(i ->
                                "CAST(d." + on.match().keys().get(i).sql() + " AS pg_catalog.text) AS etl_key_" + i),
                        on.doubts(),
                        Integer.toString(most));
    }

    private String numbered(IntFunction<String> each) {
        return IntStream.range(0, on.match().keys().size()).mapToObj(each).collect(Collectors.joining(", "));
    }

    /** The name of a {@link io.cameletl.VerificationReport.Kind}. */
    private String kind() {
        String differ = "d." + on.own().differ().sql();
        return "CASE WHEN d." + on.own().waiting().sql() + " THEN 'WAITING' WHEN " + differ
                + " IS NULL THEN 'SURPLUS' WHEN pg_catalog.cardinality(" + differ
                + ") OPERATOR(pg_catalog.=) 0 THEN 'MISSING' ELSE 'DIFFERENT' END";
    }

    private String where() {
        return on.where() == null ? "true" : "(" + on.where() + "\n)";
    }

    private String keys(String alias) {
        return SqlLists.qualified(alias, on.match().keys());
    }

    /** Drops the temporary tables. */
    String drop() {
        return "DROP TABLE IF EXISTS " + on.made() + ", " + on.doubts();
    }
}
