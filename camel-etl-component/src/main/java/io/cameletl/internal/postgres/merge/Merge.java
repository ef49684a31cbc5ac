package io.cameletl.internal.postgres.merge;

import io.cameletl.TableCounts;
import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.postgres.load.Attempts;
import io.cameletl.internal.postgres.load.Rejects;
import io.cameletl.internal.postgres.load.Savepoints;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Brings staged records into the target tables.
 *
 * <ol>
 *   <li>Of each key the last version stays in staging, then the last position.
 *   <li>From here on the planner may only use nested loops: each record looks up its row by the unique index, so the cost
 *       follows the page and not the table, whatever the statistics say or do not say.
 *   <li>Deletes, children first.
 *   <li>Inserts and updates, parents first. The missing rows are inserted, after a page of only new rows without looking
 *       first whether they are missing ({@link NewRowTables}); when that were not all, the others are
 *       updated, unless a trigger on INSERT might change what it is given: the update, coming second, would find the
 *       rows just inserted different and write them again, so there it comes first.
 *   <li>When a constraint stands in the way, all since 2 is taken back and done again by the {@link CarefulMerge}, which
 *       finds another order or the record to blame; where bad records may be rejected, by the {@link RejectingMerge}.
 * </ol>
 */
public final class Merge {
    private final String pipeline;
    private final Connection connection;
    private final List<StagedTable> tables;
    private final NewRowTables newcomers;
    private final Rejects rejects;
    private final Attempts tries;

    /** @param tables the tables, parents first, their records staged */
    public Merge(
            String pipeline,
            Connection connection,
            List<StagedTable> tables,
            NewRowTables newcomers,
            Rejects rejects,
            Attempts tries) {
        this.newcomers = newcomers;
        this.pipeline = pipeline;
        this.connection = connection;
        this.tables = tables;
        this.rejects = rejects;
        this.tries = tries;
    }

    public Map<String, TableCounts> run() throws SQLException {
        prepare();
        return merged();
    }

    private Map<String, TableCounts> merged() throws SQLException {
        tries.made();
        try {
            return merge().byTable(rejects);
        } catch (SQLException e) {
            if (!SqlStates.isData(e)) {
                throw e;
            }
            Savepoints.MERGE.rollBack(connection);
            if (newcomers.disappointed()) {
                return merged();
            }
            MergeCounts counts = rejects.allowed()
                    ? new RejectingMerge(pipeline, connection, tables, rejects, tries).run()
                    : new CarefulMerge(connection, tables).run();
            return counts.byTable(rejects);
        }
    }

    private void prepare() throws SQLException {
        List<String> statements = new ArrayList<>(deduplicate(tables));
        statements.add("SET LOCAL enable_hashjoin TO off");
        statements.add("SET LOCAL enable_mergejoin TO off");
        // A table that is empty yet would be scanned for each record, and the pages just written with it.
        statements.add("SET LOCAL enable_seqscan TO off");
        // Many look-ups by index add up to a cost at which the planner would compile; that takes longer than they do.
        statements.add("SET LOCAL jit TO off");
        statements.add(Savepoints.MERGE.set());
        Sql.run(connection, statements.toArray(String[]::new));
    }

    /** The statements that leave one record of each key; none for tables without a key. */
    public static List<String> deduplicate(List<StagedTable> tables) {
        return tables.stream()
                .filter(table -> table.records().size() > 1)
                .map(StagedTable::plan)
                .filter(plan -> !plan.match().keys().isEmpty())
                .map(DeduplicateStatement::of)
                .toList();
    }

    private MergeCounts merge() throws SQLException {
        MergeCounts counts = new MergeCounts(tables);
        List<StagedTable> childrenFirst = new ArrayList<>(tables);
        Collections.reverse(childrenFirst);
        for (StagedTable table : childrenFirst) {
            if (table.deletions() > 0) {
                run(MergeStep.DELETE, table, counts);
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
        table.requireFilled(pipeline);
        if (table.table().triggersOnInsert()) {
            if (run(MergeStep.UPDATE, table, counts) < present) {
                run(MergeStep.INSERT, table, counts);
            }
        } else {
            int inserted = run(newcomers.expected(table) ? MergeStep.INSERT_UNSEEN : MergeStep.INSERT, table, counts);
            newcomers.seen(table, inserted == present);
            if (inserted < present) {
                run(MergeStep.UPDATE, table, counts);
            }
        }
    }

    private int run(MergeStep step, StagedTable table, MergeCounts counts) throws SQLException {
        if (!step.applies(table.plan())) {
            return 0;
        }
        int rows = Sql.update(connection, step.sql(table.plan(), RecordRange.ALL));
        counts.add(table, step, rows);
        return rows;
    }
}
