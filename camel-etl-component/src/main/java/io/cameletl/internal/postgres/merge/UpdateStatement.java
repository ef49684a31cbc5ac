package io.cameletl.internal.postgres.merge;

import io.cameletl.internal.postgres.plan.SqlLists;
import io.cameletl.internal.postgres.plan.TablePlan;

/**
 * Writes the records whose keys the table holds, unless the row is newer or the record changes nothing. The comparison
 * is of the stored images ({@code *<>}): it works for every type, json included, and sees what a type's own equality
 * does not, such as another case in citext.
 */
public final class UpdateStatement {
    private UpdateStatement() {}

    public static String of(TablePlan plan, RecordRange range) {
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
}
