package io.cameletl.internal.postgres.merge;

import io.cameletl.internal.postgres.plan.SqlLists;
import io.cameletl.internal.postgres.plan.TablePlan;

/**
 * Inserts the records whose keys the table does not hold. A plain INSERT of rows known to be missing costs the server
 * two thirds of an ON CONFLICT; the latter is the way out when another writer gets in between.
 */
public final class InsertStatement {
    private InsertStatement() {}

    /** Inserts all that are to be there, without looking whether they are: one that is breaks the unique index. */
    static String unseen(TablePlan plan, RecordRange range) {
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

    public static String plain(TablePlan plan, RecordRange range) {
        return """
                %s
                  AND NOT EXISTS (SELECT FROM %s AS t WHERE %s)"""
                .formatted(
                        unseen(plan, range),
                        plan.target(),
                        SqlLists.sameKey(plan.match().keys()));
    }

    /** Leaves out keys that another writer has inserted meanwhile; the same as plain where no ON CONFLICT is possible. */
    static String givingWay(TablePlan plan, RecordRange range) {
        String plain = plain(plan, range);
        return plan.match().arbiter()
                ? plain + "\nON CONFLICT (" + SqlLists.names(plan.match().keys()) + ") DO NOTHING"
                : plain;
    }
}
