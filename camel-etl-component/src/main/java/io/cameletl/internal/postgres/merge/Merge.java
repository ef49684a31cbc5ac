package io.cameletl.internal.postgres.merge;

import io.cameletl.TableCounts;
import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.postgres.load.LoadContext;
import io.cameletl.internal.postgres.load.NewRowTables;
import io.cameletl.internal.postgres.load.Savepoints;
import io.cameletl.internal.postgres.plan.StagedTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Brings staged records into the target tables.
 *
 * <ol>
 *   <li>Staging keeps one record of each key: that with the last version, then with the last position.
 *   <li>From here on the planner may use only nested loops: each record looks up its row by the unique index. So the cost
 *       follows the page and not the table, whatever the table's statistics are.
 *   <li>Deletes, children first.
 *   <li>Inserts and updates, parents first. The missing rows are inserted; after a page of only new rows they are inserted
 *       blind, see {@link NewRowTables}. When records are left, they update their rows. Where a trigger on INSERT may
 *       change the values, the update comes first: after the insert it would find the new rows different and write them
 *       again.
 *   <li>When a constraint fails, everything since step 2 is rolled back and done again by the {@link CarefulMerge}, which
 *       finds an order that works or the record to blame. Where records may be rejected or postponed, the {@link
 *       RejectingMerge} does it.
 * </ol>
 */
public final class Merge {
    private final LoadContext context;
    private final List<StagedTable> tables;

    /** Whether a table of this attempt was inserted blind. */
    private boolean blind;

    /** @param tables the tables, parents first, their records staged */
    public Merge(LoadContext context, List<StagedTable> tables) {
        this.context = context;
        this.tables = tables;
    }

    public Map<String, TableCounts> run() throws SQLException {
        prepare();
        return merged();
    }

    private Map<String, TableCounts> merged() throws SQLException {
        context.attempts().increment();
        try {
            return merge().byTable(context);
        } catch (SQLException e) {
            if (!SqlStates.isData(e)) {
                throw e;
            }
            Savepoints.MERGE.rollBack(context.connection());
            context.newRowTables().clear();
            if (blind) {
                blind = false;
                return merged();
            }
            MergeCounts counts =
                    context.rejects().allowed() || context.postponed().allowed()
                            ? new RejectingMerge(context, tables).run()
                            : new CarefulMerge(context.connection(), tables).run();
            return counts.byTable(context);
        }
    }

    private void prepare() throws SQLException {
        List<String> statements = new ArrayList<>(deduplicate(tables));
        statements.add("SET LOCAL enable_hashjoin TO off");
        statements.add("SET LOCAL enable_mergejoin TO off");
        // A table that is still empty would be scanned for each record, and the pages just written with it.
        statements.add("SET LOCAL enable_seqscan TO off");
        // Many index look-ups add up to a cost at which the planner would compile, which takes longer than they do.
        statements.add("SET LOCAL jit TO off");
        statements.add(Savepoints.MERGE.set());
        Sql.run(context.connection(), statements.toArray(String[]::new));
    }

    /** The statements that leave one record of each key in staging; none for tables without a key. */
    public static List<String> deduplicate(List<StagedTable> tables) {
        return tables.stream()
                .filter(table -> table.records().size() > 1)
                .map(StagedTable::plan)
                .filter(plan -> !plan.match().keys().isEmpty())
                .map(MergeStatement::deduplicate)
                .toList();
    }

    private MergeCounts merge() throws SQLException {
        MergeCounts counts = new MergeCounts(tables);
        List<StagedTable> childrenFirst = new ArrayList<>(tables);
        Collections.reverse(childrenFirst);
        for (StagedTable table : childrenFirst) {
            if (table.deletions() > 0) {
                run(MergeStatement.DELETE, table, counts);
            }
        }
        for (StagedTable table : tables) {
            upsert(table, counts);
        }
        return counts;
    }

    private void upsert(StagedTable table, MergeCounts counts) throws SQLException {
        int present = table.records().size() - table.deletions();
        if (present == 0) {
            return;
        }
        table.requireFilled(context.pipeline());
        if (table.table().triggersOnInsert()) {
            if (run(MergeStatement.UPDATE, table, counts) < present) {
                run(MergeStatement.INSERT, table, counts);
            }
        } else {
            NewRowTables newRowTables = context.newRowTables();
            boolean expected = newRowTables.isExpected(table);
            blind |= expected;
            MergeStatement insert = expected ? MergeStatement.INSERT_BLIND : MergeStatement.INSERT;
            int inserted = run(insert, table, counts);
            newRowTables.note(table, inserted == present);
            if (inserted < present) {
                run(MergeStatement.UPDATE, table, counts);
            }
        }
    }

    private int run(MergeStatement statement, StagedTable table, MergeCounts counts) throws SQLException {
        if (!statement.applies(table.plan())) {
            return 0;
        }
        int rows = Sql.update(context.connection(), statement.sql(table.plan(), RecordRange.ALL));
        counts.add(table, statement, rows);
        return rows;
    }
}
