package io.cameletl.internal.postgres.merge;

import io.cameletl.internal.postgres.plan.SqlLists;
import io.cameletl.internal.postgres.plan.TablePlan;

/**
 * Leaves one record of each key in staging: the last version, then the last position. Only keys that come twice are
 * sorted; when there are none, the statement is one pass over staging, and the array of rows to delete is empty.
 */
final class DeduplicateStatement {
    private DeduplicateStatement() {}

    static String of(TablePlan plan) {
        return """
                DELETE FROM %1$s AS s
                WHERE s.ctid = ANY (ARRAY(
                  SELECT o.etl_row
                  FROM (
                    SELECT d.ctid AS etl_row, pg_catalog.row_number() OVER (
                      PARTITION BY %2$s
                      ORDER BY %3$sd.%4$s DESC) AS etl_rank
                    FROM %1$s AS d
                    WHERE (%2$s) IN (
                      SELECT %5$s
                      FROM %1$s AS g
                      GROUP BY %5$s
                      HAVING pg_catalog.count(*) > 1)) AS o
                  WHERE o.etl_rank > 1))"""
                .formatted(
                        plan.staging().table(),
                        SqlLists.qualified("d", plan.match().keys()),
                        plan.match().version() == null
                                ? ""
                                : "d." + plan.match().version().sql() + " DESC NULLS LAST, ",
                        plan.staging().position().sql(),
                        SqlLists.qualified("g", plan.match().keys()));
    }
}
