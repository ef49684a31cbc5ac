package io.cameletl.internal.postgres.merge;

import io.cameletl.internal.postgres.plan.SqlLists;
import io.cameletl.internal.postgres.plan.TablePlan;

/**
 * The statements that look, after the writes, at each record's row, where something may have come between: a trigger,
 * row-level security, a column that no update can write. A record is accounted for when this transaction wrote its row,
 * or the row is newer, or equal.
 *
 * <p>Elsewhere there is nothing to look at: what INSERT left out had a row in sight, and what UPDATE and DELETE left out
 * was seen to be equal, newer or not there.
 */
final class Witness {
    /** The number of this transaction; those of its savepoints are higher. */
    private static final String SELF =
            "(SELECT pg_catalog.pg_current_xact_id()::pg_catalog.text::pg_catalog.int8 AS xid) AS m";

    /** How far the number of the row's writer is behind; they go round at two to the 32nd. */
    private static final String BEHIND =
            """
            ((t.xmin::pg_catalog.text::pg_catalog.int8 OPERATOR(pg_catalog.-) m.xid) \
            OPERATOR(pg_catalog.&) 4294967295)""";

    /**
     * Whether this transaction wrote the row. Others have higher numbers, too, that have begun and committed since, as the
     * page before does where this one was staged ahead. Whoever else wrote a row that is seen is committed.
     */
    private static final String OWN =
            """
            CASE WHEN %1$s OPERATOR(pg_catalog.<) 2147483648 \
            THEN pg_catalog.pg_xact_status((m.xid OPERATOR(pg_catalog.+) %1$s)::pg_catalog.text::pg_catalog.xid8) \
            OPERATOR(pg_catalog.=) 'in progress' ELSE false END"""
                    .formatted(BEHIND);

    private Witness() {}

    /**
     * Answers, of the records that insert or update: how many have a row that was written; and by position the first
     * without a row, the first whose row is due for an update that did not happen, and the first whose row has another
     * value in a column that no update can write.
     */
    static String upserts(TablePlan plan, RecordRange range) {
        return """
                SELECT pg_catalog.count(*) FILTER (WHERE r.own) AS written,
                  pg_catalog.min(s.%1$s) FILTER (WHERE r.own IS NULL) AS absent,
                  pg_catalog.min(s.%1$s) FILTER (WHERE NOT r.settled) AS unwritten,
                  pg_catalog.min(s.%1$s) FILTER (WHERE r.unlike) AS unlike
                FROM %2$s
                CROSS JOIN %3$s AS s
                CROSS JOIN LATERAL (
                  SELECT pg_catalog.bool_or(x.own) AS own, pg_catalog.bool_and(x.own OR NOT x.due) AS settled,
                    pg_catalog.bool_or(x.unlike) AS unlike
                  FROM (
                    SELECT %4$s AS own, (true%5$s AND %6$s) IS TRUE AS due, (true%5$s AND %7$s) IS TRUE AS unlike
                    FROM %8$s AS t
                    WHERE %9$s) AS x) AS r
                WHERE NOT s.%10$s%11$s"""
                .formatted(
                        plan.staging().position().sql(),
                        SELF,
                        plan.staging().table(),
                        OWN,
                        plan.match().notOlder(),
                        SqlLists.differ("t", "s", plan.updatable()),
                        SqlLists.differ("t", "s", plan.fixed()),
                        plan.target(),
                        plan.match().sameKey("t", "s"),
                        plan.staging().deleted().sql(),
                        range.condition(plan));
    }

    /**
     * Answers, of the records that mark their rows: how many have a row that was written; and by position the first whose row
     * is due for it and was not.
     */
    static String marks(TablePlan plan, RecordRange range) {
        return """
                SELECT pg_catalog.count(*) FILTER (WHERE r.own) AS written,
                  pg_catalog.min(s.%1$s) FILTER (WHERE NOT r.settled) AS unwritten
                FROM %2$s
                CROSS JOIN %3$s AS s
                CROSS JOIN LATERAL (
                  SELECT pg_catalog.bool_or(x.own) AS own, pg_catalog.bool_and(x.own OR NOT x.due) AS settled
                  FROM (
                    SELECT %4$s AS own, (true%5$s AND %6$s) IS TRUE AS due
                    FROM %7$s AS t
                    WHERE %8$s) AS x) AS r
                WHERE s.%9$s%10$s"""
                .formatted(
                        plan.staging().position().sql(),
                        SELF,
                        plan.staging().table(),
                        OWN,
                        plan.match().notOlder(),
                        SqlLists.differ("t", "s", plan.marked()),
                        plan.target(),
                        plan.match().sameKey("t", "s"),
                        plan.staging().deleted().sql(),
                        range.condition(plan));
    }

    /**
     * Answers, of the records that delete: how many have a row that was written instead, as by a trigger that marks rows;
     * and by position the first whose row is still there and no newer.
     */
    static String deletes(TablePlan plan, RecordRange range) {
        return """
                SELECT pg_catalog.count(*) FILTER (WHERE r.own) AS written,
                  pg_catalog.min(s.%1$s) FILTER (WHERE NOT r.own) AS unwritten
                FROM %2$s
                CROSS JOIN %3$s AS s
                CROSS JOIN LATERAL (
                  SELECT pg_catalog.bool_and(x.own) AS own
                  FROM (
                    SELECT %4$s AS own
                    FROM %5$s AS t
                    WHERE %6$s%7$s) AS x) AS r
                WHERE s.%8$s%9$s"""
                .formatted(
                        plan.staging().position().sql(),
                        SELF,
                        plan.staging().table(),
                        OWN,
                        plan.target(),
                        plan.match().sameKey("t", "s"),
                        plan.match().notOlder(),
                        plan.staging().deleted().sql(),
                        range.condition(plan));
    }
}
