package io.cameletl.internal.postgres.merge;

import io.cameletl.internal.postgres.plan.SqlLists;
import io.cameletl.internal.postgres.plan.TablePlan;

/** Deletes the rows whose records say that they are gone, unless the row is newer. */
public final class DeleteStatement {
    private DeleteStatement() {}

    public static String of(TablePlan plan, RecordRange range) {
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
