package io.cameletl.internal.postgres.merge;

import static io.cameletl.internal.postgres.merge.MergeStatement.INSERT;
import static io.cameletl.internal.postgres.merge.MergeStatement.INSERT_BLIND;
import static io.cameletl.internal.postgres.merge.MergeStatement.UPDATE;

import io.cameletl.TableCounts;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.postgres.load.KnownTables;
import io.cameletl.internal.postgres.load.LoadContext;
import io.cameletl.internal.postgres.load.Savepoints;
import io.cameletl.internal.postgres.plan.StagedTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings staged records into the target tables.
 *
 * <ol>
 *   <li>Staging keeps one record of each key, see {@link Preparation}.
 *   <li>From here on the planner may use only nested loops: each record looks up its row by the unique index. So the cost
 *       follows the page and not the table, whatever the table's statistics are.
 *   <li>Deletes, children first.
 *   <li>Inserts and updates, parents first, by one statement for each table, see {@link Upsert}; where nothing has to be
 *       asked in between, with all before it in one round trip, see {@link MergeAtOnce}. After a page of only new rows they
 *       are inserted blind, see {@link KnownTables}, and when records are left, they update their rows. Where a trigger on
 *       INSERT may change the values, the update comes first: after the insert it would find the new rows different and
 *       write them again. Then what else would be checked at the commit, see {@link DeferredChecks}.
 *   <li>Where the one statement is refused for what the user or the table may not do, the two are tried: an INSERT that
 *       takes all records needs no right to update.
 *   <li>When a constraint fails, everything since step 2 is rolled back and done again by the {@link CarefulMerge}, which
 *       finds an order that works or the record to blame. Where records may be rejected or postponed, the {@link
 *       RejectingMerge} does it, at once where records are with the page that have waited. The same when a record was left out that was to change something, see {@link Witness}.
 * </ol>
 */
public final class Merge {
    private final LoadContext context;
    private final List<StagedTable> tables;

    /** Whether a table of this attempt was inserted blind. */
    private boolean blind;

    /** Whether inserts and updates go apart: one statement for both needs the right to update, also where it only inserts. */
    private boolean apart;

    /** @param tables the tables, parents first, their records staged */
    public Merge(LoadContext context, List<StagedTable> tables) {
        this.context = context;
        this.tables = tables;
    }

    public Map<String, TableCounts> run() throws SQLException {
        MergeAtOnce atOnce = new MergeAtOnce(context, tables);
        if (!context.postponed().any() && atOnce.suits()) {
            return atOnce(atOnce);
        }
        prepare();
        return context.postponed().any() ? carefully() : merged();
    }

    /**
     * Merges while the page before may not be committed yet, where all goes in one round trip.
     *
     * @return the counts by the tables' names; empty when the records are still in staging, and nothing else was done
     * @throws SQLException when the failure is not one that the merge in its turn may not have
     */
    public Optional<Map<String, TableCounts>> ahead() throws SQLException {
        MergeAtOnce merge = new MergeAtOnce(context, tables);
        if (context.postponed().any() || !merge.suits()) {
            return Optional.empty();
        }
        try {
            return Optional.of(merge.run().byTable(context));
        } catch (SQLException e) {
            if (SqlStates.isConnectionLost(e)) {
                throw e;
            }
            Savepoints.MERGE.undo(context.connection());
            return Optional.empty();
        }
    }

    private Map<String, TableCounts> atOnce(MergeAtOnce merge) throws SQLException {
        context.attempts().increment();
        try {
            return merge.run().byTable(context);
        } catch (SQLException e) {
            apart = SqlStates.mayNotWrite(e);
            if (!SqlStates.mayBeData(e) && !SqlStates.isOfNames(e) && !apart) {
                throw e;
            }
            Savepoints.MERGE.undo(context.connection());
            context.knownTables().clear();
            // Says so where a statement failed because a table is not any more what it was planned for.
            prepare();
            if (apart) {
                return merged();
            }
            if (!SqlStates.mayBeData(e) || isUnread()) {
                throw e;
            }
            return carefully();
        }
    }

    /** Which record of a page in binary is to blame is found when its rows are read as texts. */
    private boolean isUnread() {
        return tables.stream().anyMatch(table -> table.records().binary() != null);
    }

    private Map<String, TableCounts> merged() throws SQLException {
        context.attempts().increment();
        try {
            return merge().byTable(context);
        } catch (SQLException e) {
            boolean refused = !apart && SqlStates.mayNotWrite(e);
            if (!SqlStates.mayBeData(e) && !refused) {
                throw e;
            }
            Savepoints.MERGE.rollBack(context.connection());
            context.knownTables().clear();
            if (blind || refused) {
                blind = false;
                apart |= refused;
                return merged();
            }
            if (isUnread()) {
                throw e;
            }
            return carefully();
        }
    }

    private Map<String, TableCounts> carefully() throws SQLException {
        MergeCounts counts = context.rejects().allowed() || context.postponed().allowed()
                ? new RejectingMerge(context, tables).run()
                : new CarefulMerge(context.connection(), tables).run();
        return counts.byTable(context);
    }

    private void prepare() throws SQLException {
        List<String> statements = new ArrayList<>(PlannerSettings.STATEMENTS);
        statements.add(Savepoints.MERGE.set());
        new Preparation(context, tables).run(statements);
    }

    private MergeCounts merge() throws SQLException {
        MergeCounts counts = new MergeCounts(tables);
        List<StagedTable> childrenFirst = new ArrayList<>(tables);
        Collections.reverse(childrenFirst);
        for (StagedTable table : childrenFirst) {
            if (table.deletions() > 0) {
                counts.add(table, new TableStep(context.connection(), table).delete());
            }
        }
        for (StagedTable table : tables) {
            int present = table.records().size() - table.deletions();
            if (present > 0) {
                table.requireFilled(context.pipeline());
                counts.add(table, upsert(table, present));
            }
        }
        DeferredChecks.now(context.connection(), tables);
        return counts;
    }

    private TableCounts upsert(StagedTable table, int present) throws SQLException {
        TableStep step = new TableStep(context.connection(), table);
        if (table.plan().history() != null) {
            return step.run(List.of(INSERT), RecordRange.ALL);
        }
        if (table.table().traits().triggersOnInsert()) {
            return step.upsert(List.of(UPDATE, INSERT));
        }
        KnownTables knownTables = context.knownTables();
        boolean expected = knownTables.isExpected(table);
        blind |= expected;
        TableCounts counts = Upsert.suits(table) && !expected && !apart
                ? step.upsertAtOnce()
                : step.upsert(List.of(expected ? INSERT_BLIND : INSERT, UPDATE));
        knownTables.note(table, counts.inserted() == present);
        return counts;
    }
}
