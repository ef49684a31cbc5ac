package io.cameletl.internal.postgres.merge;

import io.cameletl.internal.postgres.plan.MatchRule;
import io.cameletl.internal.postgres.plan.MatchRule.KeyColumn;
import io.cameletl.internal.postgres.plan.MatchRule.VersionColumn;
import io.cameletl.internal.postgres.plan.SqlLists;
import io.cameletl.internal.postgres.plan.TablePlan;
import java.util.stream.Collectors;

/** The statement that leaves one record of each key in staging: that with the last version, then with the last position. */
final class Deduplication {
    private Deduplication() {}

    /** @return whether {@link #sql} answers records whose keys differ in form: only where equal keys can */
    static boolean answers(TablePlan plan) {
        return !plan.match().looseKeys().isEmpty();
    }

    /**
     * Where equal keys may differ in form, the statement answers the pairs that did, by their positions: the record that
     * was left out, and the last with another form of its key.
     */
    static String sql(TablePlan plan) {
        String delete = plan.match().keyColumns().stream().allMatch(KeyColumn::grouped) ? ranked(plan) : compared(plan);
        if (!answers(plan)) {
            return delete;
        }
        return """
                WITH gone AS (
                %1$s
                RETURNING s.%2$s, %3$s)
                SELECT g.%2$s AS etl_record, pg_catalog.max(k.%2$s) AS etl_other
                FROM gone AS g
                JOIN %4$s AS k ON %5$s AND %6$s
                GROUP BY g.%2$s
                ORDER BY g.%2$s"""
                .formatted(
                        delete,
                        plan.staging().position().sql(),
                        SqlLists.qualified("s", plan.match().keys()),
                        plan.staging().table(),
                        plan.match().sameKey("g", "k"),
                        SqlLists.differ("g", "k", plan.match().looseKeys()));
    }

    /** Only keys that come twice are sorted. Without such keys the statement is one pass over staging. */
    private static String ranked(TablePlan plan) {
        MatchRule match = plan.match();
        return """
                DELETE FROM %1$s AS s
                WHERE s.ctid OPERATOR(pg_catalog.=) ANY (ARRAY(
                  SELECT o.etl_row
                  FROM (
                    SELECT d.ctid AS etl_row, pg_catalog.row_number() OVER (
                      PARTITION BY %2$s
                      ORDER BY %3$sd.%4$s DESC) AS etl_rank
                    FROM %1$s AS d
                    JOIN (
                      SELECT %5$s
                      FROM %1$s AS g
                      GROUP BY %6$s
                      HAVING pg_catalog.count(*) OPERATOR(pg_catalog.>) 1) AS g ON %7$s) AS o
                  WHERE o.etl_rank OPERATOR(pg_catalog.>) 1))"""
                .formatted(
                        plan.staging().table(),
                        grouping("d", match),
                        match.version() == null
                                ? ""
                                : "d." + match.version().column().sql() + " DESC NULLS LAST, ",
                        plan.staging().position().sql(),
                        match.keyColumns().stream()
                                .map(key -> key.grouping("g") + " AS "
                                        + key.column().sql())
                                .collect(Collectors.joining(", ")),
                        grouping("g", match),
                        match.sameKey("d", "g"));
    }

    /** For keys that GROUP BY would tell apart in another way than their index does. */
    private static String compared(TablePlan plan) {
        String position = plan.staging().position().sql();
        VersionColumn version = plan.match().version();
        String later = "d." + position + " OPERATOR(pg_catalog.>) s." + position;
        return """
                DELETE FROM %1$s AS s
                WHERE EXISTS (SELECT FROM %1$s AS d WHERE %2$s AND %3$s)"""
                .formatted(
                        plan.staging().table(),
                        plan.match().sameKey("d", "s"),
                        version == null
                                ? later
                                : "(" + version.notOlder("d", "s") + ") IS TRUE AND ((" + version.notOlder("s", "d")
                                        + ") IS NOT TRUE OR " + later + ")");
    }

    private static String grouping(String alias, MatchRule match) {
        return match.keyColumns().stream().map(key -> key.grouping(alias)).collect(Collectors.joining(", "));
    }
}
