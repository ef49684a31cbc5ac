package io.cameletl.internal.postgres.survey;

import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.postgres.plan.MatchRule;
import io.cameletl.internal.postgres.plan.MatchRule.KeyColumn;
import io.cameletl.internal.postgres.plan.MatchRule.VersionColumn;
import io.cameletl.internal.postgres.plan.SqlLists;
import io.cameletl.internal.postgres.plan.TablePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statements by which staged records are held against a table. A record finds its row as the merge finds it, and differs
 * as the merge tells it: by the stored images.
 */
record MadeSql(SurveyedTable on) {
    private static final String NO_PLACES = "CAST('{}' AS pg_catalog.int2[])";

    /** Makes the table of keys. */
    String createMade() {
        return """
                CREATE TEMPORARY TABLE %s AS
                SELECT %s, NULL::pg_catalog.int8 AS %s, NULL::pg_catalog.int4 AS %s, NULL::pg_catalog.bool AS %s,
                  NULL::pg_catalog.int2[] AS %s
                FROM %s AS t
                WITH NO DATA"""
                .formatted(
                        on.made(),
                        SqlLists.qualified("t", on.keysAndVersion()),
                        on.own().page().sql(),
                        on.own().position().sql(),
                        on.own().gone().sql(),
                        on.own().differ().sql(),
                        on.target());
    }

    /** Compares staged records with their rows, and keeps their keys. */
    String compare(TablePlan plan, long page) {
        return keep(
                plan,
                page,
                "CASE WHEN s." + plan.staging().deleted().sql() + " THEN NULL WHEN " + noRow() + " THEN " + NO_PLACES
                        + different(plan) + " END");
    }

    private String different(TablePlan plan) {
        List<Identifier> columns = new ArrayList<>(plan.columns());
        on.match().keyColumns().stream()
                .filter(KeyColumn::exact)
                .map(KeyColumn::column)
                .forEach(columns::remove);
        if (columns.isEmpty()) {
            return "";
        }
        return "\n  WHEN " + SqlLists.differ("t", "s", columns) + "\n  THEN pg_catalog.array_remove(ARRAY["
                + columns.stream()
                        .map(column -> "CASE WHEN " + SqlLists.differ("t", "s", List.of(column)) + " THEN "
                                + place(column.name()) + " END")
                        .collect(Collectors.joining(", "))
                + "]::pg_catalog.int2[], NULL)";
    }

    /**
     * Keeps the staged key of a record that the table cannot hold: it differs in that, or there is no row.
     *
     * @param column the column at fault; empty when it is not known
     */
    String compareBad(TablePlan plan, long page, String column) {
        String fault = on.table().columnNames().contains(column) ? place(column) : "";
        return keep(
                plan,
                page,
                "CASE WHEN s." + plan.staging().deleted().sql() + " THEN NULL WHEN " + noRow()
                        + " THEN " + NO_PLACES + " ELSE ARRAY[" + (fault.isEmpty() ? "-1" : fault)
                        + "]::pg_catalog.int2[] END");
    }

    private String place(String column) {
        return Integer.toString(on.table().columnNames().indexOf(column));
    }

    /** A key of a row is never NULL; and the user may have no right to its other system columns. */
    private String noRow() {
        return "pg_catalog.num_nulls(t." + on.match().keys().get(0).sql() + ") OPERATOR(pg_catalog.=) 1";
    }

    private String keep(TablePlan plan, long page, String differ) {
        return """
                INSERT INTO %s AS m (%s, %s, %s, %s, %s)
                SELECT %s, %s, s.%s, s.%s, %s
                FROM %s AS s
                LEFT JOIN %s AS t ON %s"""
                .formatted(
                        on.made(),
                        SqlLists.names(on.keysAndVersion()),
                        on.own().page().sql(),
                        on.own().position().sql(),
                        on.own().gone().sql(),
                        on.own().differ().sql(),
                        SqlLists.qualified("s", on.keysAndVersion()),
                        Long.toString(page),
                        plan.staging().position().sql(),
                        plan.staging().deleted().sql(),
                        differ,
                        plan.staging().table(),
                        on.target(),
                        on.match().sameKey("t", "s"));
    }

    /** Leaves the last record of each key: that with the last version, then the one that came last. */
    String lastOfEachKey() {
        return on.match().keyColumns().stream().allMatch(KeyColumn::grouped) ? ranked() : compared();
    }

    private String ranked() {
        MatchRule match = on.match();
        return """
                DELETE FROM %1$s AS m
                WHERE m.ctid OPERATOR(pg_catalog.=) ANY (ARRAY(
                  SELECT o.etl_row
                  FROM (
                    SELECT d.ctid AS etl_row, pg_catalog.row_number() OVER (
                      PARTITION BY %2$s
                      ORDER BY %3$sd.%4$s DESC, d.%5$s DESC) AS etl_rank
                    FROM %1$s AS d
                    JOIN (
                      SELECT %6$s
                      FROM %1$s AS g
                      GROUP BY %7$s
                      HAVING pg_catalog.count(*) OPERATOR(pg_catalog.>) 1) AS g ON %8$s) AS o
                  WHERE o.etl_rank OPERATOR(pg_catalog.>) 1))"""
                .formatted(
                        on.made(),
                        grouping("d"),
                        match.version() == null
                                ? ""
                                : "d." + match.version().column().sql() + " DESC NULLS LAST, ",
                        on.own().page().sql(),
                        on.own().position().sql(),
                        match.keyColumns().stream()
                                .map(key -> key.grouping("g") + " AS "
                                        + key.column().sql())
                                .collect(Collectors.joining(", ")),
                        grouping("g"),
                        match.sameKey("d", "g"));
    }

    /** For keys that GROUP BY would tell apart in another way than their index does. */
    private String compared() {
        VersionColumn version = on.match().version();
        String page = on.own().page().sql();
        String position = on.own().position().sql();
        String later = "(d." + page + " OPERATOR(pg_catalog.>) m." + page + " OR (d." + page
                + " OPERATOR(pg_catalog.=) m." + page + " AND d." + position + " OPERATOR(pg_catalog.>) m." + position
                + "))";
        return """
                DELETE FROM %1$s AS m
                WHERE EXISTS (SELECT FROM %1$s AS d WHERE %2$s AND %3$s)"""
                .formatted(
                        on.made(),
                        on.match().sameKey("d", "m"),
                        version == null
                                ? later
                                : "(" + version.notOlder("d", "m") + ") IS TRUE AND ((" + version.notOlder("m", "d")
                                        + ") IS NOT TRUE OR " + later + ")");
    }

    private String grouping(String alias) {
        return on.match().keyColumns().stream().map(key -> key.grouping(alias)).collect(Collectors.joining(", "));
    }

    /** A row that should be gone is as one that no record is made for. */
    String forgetGone() {
        return "DELETE FROM " + on.made() + " AS m WHERE m." + on.own().gone().sql();
    }

    /** The server does not look at temporary tables by itself. */
    String analyze() {
        return "ANALYZE " + on.made();
    }

    /** @return how many records were made for rows that should be there */
    String countMade() {
        return "SELECT pg_catalog.count(*) FROM " + on.made() + " AS m";
    }
}
