package io.cameletl.internal.postgres.history;

import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.postgres.plan.HistoryPlan;
import io.cameletl.internal.postgres.plan.SqlLists;
import io.cameletl.internal.postgres.plan.TablePlan;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The statement by which points end the lines that they fall into, and open others. */
final class HistoryOpening {
    private final TablePlan plan;
    private final HistoryPlan history;
    private final String condition;

    HistoryOpening(TablePlan plan, String condition) {
        this.plan = plan;
        this.history = Objects.requireNonNull(plan.history());
        this.condition = condition;
    }

    private String from(String alias) {
        return alias + "." + history.validFrom().sql();
    }

    private String to(String alias) {
        return alias + "." + history.validTo().sql();
    }

    /** Since when a record's content is valid, or its row is gone. */
    private String since(String alias) {
        return HistoryPoints.since(plan, alias);
    }

    private String deleted(String alias) {
        return alias + "." + plan.staging().deleted().sql();
    }

    /**
     * Ends lines and opens others, and answers how many records opened a line ({@code inserted}) and how many ended one
     * because the row was gone ({@code deleted}). All of its parts see the lines as they were before it. The lines are ended
     * before others are opened, since those wait for the number of them: a row has one open line at a time.
     *
     * @param removed the positions of the records that have removed a line, which are counted already
     */
    String sql(Collection<Integer> removed) {
        return """
                WITH a AS MATERIALIZED (
                %1$s),
                k AS MATERIALIZED (
                %2$s),
                e AS (
                %3$s
                RETURNING 1),
                n AS (
                %4$s
                RETURNING 1)
                SELECT (SELECT pg_catalog.count(*) FROM n) AS inserted, (
                  SELECT pg_catalog.count(*)
                  FROM k AS s
                  WHERE %5$s AND (s.etl_first AND s.etl_within OR s.etl_ends)
                    AND s.%6$s OPERATOR(pg_catalog.<>) ALL ('{%7$s}'::pg_catalog.int4[])) AS deleted"""
                .formatted(
                        points(),
                        kept(),
                        end(),
                        insert(),
                        deleted("s"),
                        plan.staging().position().sql(),
                        removed.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }

    /** The records with the point before each, the line that it falls into, and what would end a line that begins there. */
    private String points() {
        return """
                SELECT s.*, %12$s AS etl_point, c.etl_from, c.etl_to, c.etl_content, c.etl_within, c.etl_begins,
                  CASE WHEN c.etl_within THEN COALESCE(c.etl_to, x.etl_next) ELSE x.etl_next END AS etl_bound
                FROM %1$s AS s
                LEFT JOIN LATERAL (
                  SELECT %2$s AS etl_from, %3$s AS etl_to, ROW(%4$s)::pg_catalog.record AS etl_content,
                    (%3$s IS NULL OR %5$s) AS etl_within, %6$s AS etl_begins
                  FROM %7$s AS t
                  WHERE %8$s AND %9$s
                  ORDER BY %2$s DESC
                  LIMIT 1) AS c ON true
                LEFT JOIN LATERAL (
                  SELECT %2$s AS etl_next
                  FROM %7$s AS t
                  WHERE %8$s AND %10$s
                  ORDER BY %2$s
                  LIMIT 1) AS x ON true
                WHERE true%11$s"""
                .formatted(
                        plan.staging().table(),
                        from("t"),
                        to("t"),
                        SqlLists.qualified("t", history.content()),
                        history.after(to("t"), since("s")),
                        history.same(from("t"), since("s")),
                        plan.target(),
                        history.sameRow("t", "s"),
                        history.atLeast(since("s"), from("t")),
                        history.after(from("t"), since("s")),
                        condition,
                        since("s"));
    }

    /**
     * The points that change something, each with the next one; and whether it is the first after the beginning of the line
     * that it falls into, and whether it ends a line that another record opens.
     */
    private String kept() {
        String window = "(PARTITION BY " + history.partition("%s") + " ORDER BY %s.etl_point)";
        String rows = window.replace("%s", "a");
        String kept = window.replace("%s", "b");
        String content = "ROW(" + SqlLists.qualified("a", history.content()) + ")::pg_catalog.record";
        return """
                SELECT d.*, d.etl_within AND NOT d.etl_begins
                    AND pg_catalog.row_number() OVER (
                      PARTITION BY %1$s, d.etl_within AND NOT d.etl_begins, d.etl_from ORDER BY %2$s)
                      OPERATOR(pg_catalog.=) 1 AS etl_first
                FROM (
                  SELECT b.*, pg_catalog.lead(%3$s) OVER %4$s AS etl_after,
                    pg_catalog.lag(NOT %5$s AND NOT COALESCE(b.etl_begins, false)) OVER %4$s
                      AND (pg_catalog.lag(b.etl_bound) OVER %4$s IS NULL
                        OR %6$s) AS etl_ends
                  FROM (
                    SELECT p.*
                    FROM (
                      SELECT a.*, pg_catalog.lag(%7$s) OVER %8$s AS etl_before,
                        pg_catalog.lag(%9$s) OVER %8$s AS etl_gone,
                        pg_catalog.lag(%10$s) OVER %8$s AS etl_was,
                        pg_catalog.lag(a.etl_bound) OVER %8$s AS etl_until
                      FROM a) AS p
                    WHERE (%11$s) IS NOT TRUE) AS b) AS d"""
                .formatted(
                        history.partition("d"),
                        "d.etl_point",
                        "b.etl_point",
                        kept,
                        deleted("b"),
                        history.after("pg_catalog.lag(b.etl_bound) OVER " + kept, "b.etl_point"),
                        "a.etl_point",
                        rows,
                        deleted("a"),
                        content,
                        same());
    }

    /** The condition that a point changes nothing, since the row has the same content right before it. */
    private String same() {
        String byRecord = "p.etl_before IS NOT NULL AND CASE WHEN p.etl_within THEN "
                + history.atLeast("p.etl_before", "p.etl_from") + " ELSE p.etl_until IS NULL OR "
                + history.after("p.etl_until", "p.etl_point") + " END";
        String content = "ROW(" + SqlLists.qualified("p", history.content()) + ")::pg_catalog.record";
        return "NOT " + deleted("p") + " AND NOT COALESCE(p.etl_begins, false) AND CASE WHEN " + byRecord
                + " THEN NOT p.etl_gone AND NOT (" + differ(content, "p.etl_was") + ")"
                + " ELSE p.etl_within AND NOT (" + differ(content, "p.etl_content") + ") END";
    }

    /** Of a line without content any two are the same. */
    private String differ(String one, String other) {
        return !history.content().isEmpty() ? one + " OPERATOR(pg_catalog.*<>) " + other : "false";
    }

    private String end() {
        return """
                UPDATE %1$s AS t
                SET %2$s = %3$s
                FROM k AS s
                WHERE s.etl_first
                  AND %4$s AND %5$s"""
                .formatted(
                        plan.target(),
                        history.validTo().sql(),
                        "s.etl_point",
                        history.sameRow("t", "s"),
                        history.same(from("t"), "s.etl_from"));
    }

    private String insert() {
        List<Identifier> columns = plan.columns().stream()
                .filter(column -> !column.equals(history.validFrom()))
                .toList();
        List<Identifier> all = Stream.concat(columns.stream(), Stream.of(history.validFrom(), history.validTo()))
                .toList();
        return """
                INSERT INTO %1$s AS t (%2$s)%3$s
                SELECT %4$s, s.etl_point, LEAST(s.etl_bound, s.etl_after)
                FROM k AS s
                CROSS JOIN (SELECT pg_catalog.count(*) AS etl_count FROM e) AS w
                WHERE NOT %5$s AND NOT COALESCE(s.etl_begins, false)
                  AND w.etl_count OPERATOR(pg_catalog.>=) 0"""
                .formatted(
                        plan.target(),
                        SqlLists.names(all),
                        plan.identities().isEmpty() ? "" : " OVERRIDING SYSTEM VALUE",
                        SqlLists.qualified("s", columns),
                        deleted("s"));
    }
}
