package io.cameletl.internal.postgres.merge;

import io.cameletl.internal.postgres.load.LoadContext;
import io.cameletl.internal.postgres.plan.SqlLists;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.postgres.plan.TablePlan;
import java.util.ArrayList;
import java.util.List;

/**
 * The other way to find the rows of a page's records: the whole table is read once, and compared with a hash of the records.
 * Where a page is a large part of its table that is quicker than a look-up for each record. How large, is judged by bytes: the
 * page's, and the table's as the server counted them last.
 */
final class WholeTable {
    /** A small page's look-ups are cheap, whatever its table. */
    private static final int FEWEST = 5_000;

    /** A table of so many times the page's bytes takes as long to be read as the page's rows to be looked up. */
    private static final int TIMES = 12;

    /** Ends what {@link #settings} begins. */
    static final List<String> END;

    static {
        List<String> end = new ArrayList<>(PlannerSettings.STATEMENTS);
        end.add("SET LOCAL enable_nestloop TO on");
        END = List.copyOf(end);
    }

    private WholeTable() {}

    static boolean suits(LoadContext context, StagedTable table) {
        long bytes = context.knownTables().size(table);
        return table.records().size() >= FEWEST
                && bytes > 0
                && bytes <= table.records().bytes() * TIMES
                && !table.plan().match().keys().isEmpty();
    }

    /**
     * The hash is to be of the records, which the planner does only where it knows that few of them have one key. A sample of
     * the keys tells it. The memory for the hash is bounded by the page's bytes.
     */
    static List<String> settings(TablePlan plan) {
        return List.of(
                "SET LOCAL default_statistics_target TO 1",
                "ANALYZE " + plan.staging().table() + " ("
                        + SqlLists.names(plan.match().keys()) + ")",
                "SET LOCAL work_mem TO '16MB'",
                "SET LOCAL enable_hashjoin TO on",
                "SET LOCAL enable_seqscan TO on",
                "SET LOCAL enable_nestloop TO off");
    }
}
