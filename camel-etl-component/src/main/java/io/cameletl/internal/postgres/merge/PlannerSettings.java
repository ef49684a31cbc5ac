package io.cameletl.internal.postgres.merge;

import java.util.List;

/**
 * Under which merge statements are planned, until the transaction ends. Only nested loops: each record looks up its row by
 * the unique index. So the cost follows the page and not the table, whatever the table's statistics are.
 */
public final class PlannerSettings {
    public static final List<String> STATEMENTS = List.of(
            "SET LOCAL enable_hashjoin TO off",
            "SET LOCAL enable_mergejoin TO off",
            // A table that is still empty would be scanned for each record, and the pages just written with it.
            "SET LOCAL enable_seqscan TO off",
            // Many index look-ups add up to a cost at which the planner would compile, which takes longer than they do.
            "SET LOCAL jit TO off");

    private PlannerSettings() {}
}
