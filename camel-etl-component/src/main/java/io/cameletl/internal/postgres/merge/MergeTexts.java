package io.cameletl.internal.postgres.merge;

import io.cameletl.internal.postgres.plan.TablePlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a merge runs, for people to read. */
public final class MergeTexts {
    /**
     * Under which the statements are planned. Only nested loops: each record looks up its row by the unique index. So the cost
     * follows the page and not the table, whatever the table's statistics are.
     */
    static final List<String> SETTINGS = List.of(
            "SET LOCAL enable_hashjoin TO off",
            "SET LOCAL enable_mergejoin TO off",
            // A table that is still empty would be scanned for each record, and the pages just written with it.
            "SET LOCAL enable_seqscan TO off",
            // Many index look-ups add up to a cost at which the planner would compile, which takes longer than they do.
            "SET LOCAL jit TO off");

    private MergeTexts() {}

    /** @return the statements that bring a page's records into a table, by what they are called */
    public static Map<String, String> of(TablePlan plan) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (MergeStatement statement : MergeStatement.values()) {
            if (statement.applies(plan)) {
                String name = statement.name().toLowerCase(Locale.ROOT).replace('_', ' ');
                texts.put(name, statement.sql(plan, RecordRange.ALL));
            }
        }
        return texts;
    }

    /** @return what is run before them, in the same transaction */
    public static List<String> settings() {
        return SETTINGS;
    }
}
