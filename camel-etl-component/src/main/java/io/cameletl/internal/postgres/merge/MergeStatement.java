package io.cameletl.internal.postgres.merge;

import io.cameletl.internal.postgres.plan.SqlLists;
import io.cameletl.internal.postgres.plan.TablePlan;

/** The statements by which records go from staging into one table. */
enum MergeStatement {
    /** Inserts records without looking for existing rows; an existing row breaks the unique index. */
    INSERT_BLIND,

    /**
     * Inserts the records whose keys the table does not have. A plain INSERT of rows known to be missing costs the server
     * two thirds of an ON CONFLICT.
     */
    INSERT,

    /**
     * Inserts the records whose keys the table does not have, except those that another writer inserts meanwhile. The same
     * as {@link #INSERT} where no ON CONFLICT is possible.
     */
    INSERT_ON_CONFLICT,

    /**
     * Updates the rows whose keys the table has, unless the row is newer or the record changes nothing. The comparison is
     * of the stored images ({@code *<>}). It works for every type, json included, and sees differences that a type's own
     * equality hides, such as another case in citext.
     */
    UPDATE,

    /** Deletes the rows whose records say that they are gone, unless the row is newer. */
    DELETE;

    /** @return whether the statement has an effect; an update of a table of keys only has none */
    boolean applies(TablePlan plan) {
        return this != UPDATE || !plan.updatable().isEmpty();
    }

    String sql(TablePlan plan, RecordRange range) {
        return switch (this) {
            case INSERT_BLIND -> insertBlind(plan, range);
            case INSERT -> insert(plan, range);
            case INSERT_ON_CONFLICT ->
                plan.match().arbiter()
                        ? insert(plan, range) + "\nON CONFLICT ("
                                + SqlLists.names(plan.match().keys()) + ") DO NOTHING"
                        : insert(plan, range);
            case UPDATE -> update(plan, range);
            case DELETE -> delete(plan, range);
        };
    }

    /**
     * Leaves one record of each key in staging: that with the last version, then with the last position. Only keys that
     * come twice are sorted. Without such keys the statement is one pass over staging.
     */
    static String deduplicate(TablePlan plan) {
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

    private static String insertBlind(TablePlan plan, RecordRange range) {
        return """
                INSERT INTO %s AS t (%s)%s
                SELECT %s
                FROM %s AS s
                WHERE NOT s.%s%s"""
                .formatted(
                        plan.target(),
                        SqlLists.names(plan.columns()),
                        plan.overriding() ? " OVERRIDING SYSTEM VALUE" : "",
                        SqlLists.qualified("s", plan.columns()),
                        plan.staging().table(),
                        plan.staging().deleted().sql(),
                        range.condition(plan));
    }

    private static String insert(TablePlan plan, RecordRange range) {
        return """
                %s
                  AND NOT EXISTS (SELECT FROM %s AS t WHERE %s)"""
                .formatted(
                        insertBlind(plan, range),
                        plan.target(),
                        SqlLists.sameKey(plan.match().keys()));
    }

    private static String update(TablePlan plan, RecordRange range) {
        return """
                UPDATE %s AS t
                SET %s
                FROM %s AS s
                WHERE NOT s.%s
                  AND %s%s
                  AND ROW(%s)::pg_catalog.record OPERATOR(pg_catalog.*<>) ROW(%s)::pg_catalog.record%s"""
                .formatted(
                        plan.target(),
                        SqlLists.join(plan.updatable(), ", ", column -> column.sql() + " = s." + column.sql()),
                        plan.staging().table(),
                        plan.staging().deleted().sql(),
                        SqlLists.sameKey(plan.match().keys()),
                        SqlLists.notOlder(plan),
                        SqlLists.qualified("t", plan.updatable()),
                        SqlLists.qualified("s", plan.updatable()),
                        range.condition(plan));
    }

    private static String delete(TablePlan plan, RecordRange range) {
        return """
                DELETE FROM %s AS t
                USING %s AS s
                WHERE s.%s
                  AND %s%s%s"""
                .formatted(
                        plan.target(),
                        plan.staging().table(),
                        plan.staging().deleted().sql(),
                        SqlLists.sameKey(plan.match().keys()),
                        SqlLists.notOlder(plan),
                        range.condition(plan));
    }
}
