package io.cameletl.internal.postgres.history;

import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.postgres.plan.HistoryPlan;
import io.cameletl.internal.postgres.plan.TablePlan;
import java.util.List;
import java.util.Objects;

/**
 * The statements that say of staged records since when each is valid. That is its version, but for two kinds:
 *
 * <ol>
 *   <li>A record of a higher version than the row's last line has is the latest that is known of the row. It is valid from the
 *       greater of its version and what is known of the row by now: the end of the last line, or its beginning while it is
 *       open. So a row that comes back with a version before its deletion's is there again since the deletion. Not so for a
 *       record that comes late: of a higher version or not, it tells what was then.
 *   <li>A record of the version of such a line is valid since the line is.
 * </ol>
 *
 * Of the records of one row and one point then the one of the highest version counts. Since when they are valid is settled
 * for the whole page at once, before any is merged: it must not depend on which of them are refused.
 */
public final class HistoryPoints {
    private final TablePlan plan;
    private final HistoryPlan history;
    private final String since;

    private HistoryPoints(TablePlan plan) {
        this.plan = plan;
        this.history = Objects.requireNonNull(plan.history());
        this.since = Objects.requireNonNull(plan.staging().since()).sql();
    }

    /** Since when a record's content is valid, or its row is gone. */
    static String since(TablePlan plan, String alias) {
        Identifier since = Objects.requireNonNull(plan.staging().since());
        return "COALESCE(" + alias + "." + since.sql() + ", " + version(Objects.requireNonNull(plan.history()), alias)
                + ")";
    }

    private static String version(HistoryPlan history, String alias) {
        return alias + "." + history.version().sql();
    }

    /**
     * @param late how many of the page's first records come later than their place in the source
     * @return what is to be run in order, once staging has one record of each row and version
     */
    public static List<String> statements(TablePlan plan, int late) {
        HistoryPoints points = new HistoryPoints(plan);
        return List.of(points.move(late), points.unite());
    }

    /** Both conditions look for lines from the record's version on, of which a record usually finds none. */
    private String move(int late) {
        return """
                UPDATE %1$s AS s
                SET %2$s = COALESCE((%3$s), (
                  SELECT l.etl_reached
                  FROM (%4$s) AS l))
                WHERE EXISTS (%3$s)
                  OR (s.%5$s OPERATOR(pg_catalog.>=) %6$s AND EXISTS (
                    SELECT
                    FROM (%4$s) AS l
                    WHERE %7$s AND %8$s))"""
                .formatted(
                        plan.staging().table(),
                        since,
                        lineOfVersion(),
                        lastLine(),
                        plan.staging().position().sql(),
                        // As text: %d would write the digits of the JVM's locale.
                        Integer.toString(late),
                        history.after(version(history, "s"), "l.etl_version"),
                        history.after("l.etl_reached", version(history, "s")));
    }

    /** Since when a line of the record's version is valid that is so only since later. */
    private String lineOfVersion() {
        return "SELECT t.%s FROM %s AS t WHERE %s AND %s AND %s LIMIT 1"
                .formatted(
                        history.validFrom().sql(),
                        plan.target(),
                        history.sameRow("t", "s"),
                        history.after("t." + history.validFrom().sql(), version(history, "s")),
                        history.same(version(history, "t"), version(history, "s")));
    }

    private String lastLine() {
        return """
                SELECT %1$s AS etl_version, COALESCE(t.%2$s, t.%3$s) AS etl_reached
                FROM %4$s AS t
                WHERE %5$s
                ORDER BY t.%3$s DESC
                LIMIT 1"""
                .formatted(
                        version(history, "t"),
                        history.validTo().sql(),
                        history.validFrom().sql(),
                        plan.target(),
                        history.sameRow("t", "s"));
    }

    /** Where no record was moved, no two are at one point. */
    private String unite() {
        return """
                DELETE FROM %1$s AS s
                WHERE s.ctid OPERATOR(pg_catalog.=) ANY (ARRAY(
                  SELECT o.etl_row
                  FROM (
                    SELECT d.ctid AS etl_row, pg_catalog.row_number() OVER (
                      PARTITION BY %2$s, %3$s
                      ORDER BY %4$s DESC) AS etl_rank
                    FROM %1$s AS d
                    WHERE EXISTS (SELECT FROM %1$s AS m WHERE m.%5$s IS NOT NULL)) AS o
                  WHERE o.etl_rank OPERATOR(pg_catalog.>) 1))"""
                .formatted(
                        plan.staging().table(), history.partition("d"), since(plan, "d"), version(history, "d"), since);
    }
}
