package io.cameletl.internal.postgres.merge;

import static io.cameletl.internal.postgres.merge.MergeStep.DELETE;
import static io.cameletl.internal.postgres.merge.MergeStep.INSERT_GIVING_WAY;
import static io.cameletl.internal.postgres.merge.MergeStep.UPDATE;

import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.postgres.load.BadRecordFinder;
import io.cameletl.internal.postgres.load.Savepoints;
import io.cameletl.internal.postgres.load.ServerErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The merge when a constraint stands in the way of the quick one: each table's step under a savepoint, and another order
 * where one may help.
 *
 * <ol>
 *   <li>A parent that is still referred to is deleted last: its child may move to another parent in this very page.
 *   <li>Inserts give way to keys that another writer has inserted meanwhile, and an update after them takes those.
 *   <li>Inserts before updates let a row refer to a new row of its own table; updates before inserts let a new row take
 *       over a unique value that an old one gives up. What the one order cannot do the other may.
 *   <li>What fails in both is the records' fault: the first such record is found and named.
 * </ol>
 */
final class CarefulMerge {
    private static final List<MergeStep> INSERT_FIRST = List.of(INSERT_GIVING_WAY, UPDATE);
    private static final List<MergeStep> UPDATE_FIRST = List.of(UPDATE, INSERT_GIVING_WAY, UPDATE);

    private final Connection connection;
    private final List<StagedTable> tables;
    private final MergeCounts counts;

    CarefulMerge(Connection connection, List<StagedTable> tables) {
        this.connection = connection;
        this.tables = tables;
        this.counts = new MergeCounts(tables);
    }

    /** The ways to insert and update, the likelier one first. */
    static List<List<MergeStep>> orders(StagedTable table) {
        return table.table().triggersOnInsert()
                ? List.of(UPDATE_FIRST, INSERT_FIRST)
                : List.of(INSERT_FIRST, UPDATE_FIRST);
    }

    MergeCounts run() throws SQLException {
        List<StagedTable> postponed = new ArrayList<>();
        List<StagedTable> childrenFirst = new ArrayList<>(tables);
        Collections.reverse(childrenFirst);
        for (StagedTable table : childrenFirst) {
            if (table.deletions() > 0 && !succeeds(table, List.of(DELETE))) {
                postponed.add(table);
            }
        }
        for (StagedTable table : tables) {
            if (table.records().size() > table.deletions()) {
                List<List<MergeStep>> orders = orders(table);
                if (!succeeds(table, orders.get(0))) {
                    require(table, orders.get(1));
                }
            }
        }
        for (StagedTable table : postponed) {
            require(table, List.of(DELETE));
        }
        return counts;
    }

    private boolean succeeds(StagedTable table, List<MergeStep> steps) throws SQLException {
        try {
            attempt(table, steps);
            return true;
        } catch (SQLException e) {
            if (!SqlStates.isData(e)) {
                throw e;
            }
            Savepoints.STEP.rollBack(connection);
            return false;
        }
    }

    private void require(StagedTable table, List<MergeStep> steps) throws SQLException {
        try {
            attempt(table, steps);
        } catch (SQLException e) {
            if (!SqlStates.isData(e)) {
                throw e;
            }
            Savepoints.STEP.rollBack(connection);
            int record = new BadRecordFinder(connection)
                    .find(table.records().size(), before -> run(table, steps, RecordRange.before(before)));
            if (record < 0) {
                throw e;
            }
            throw table.records().bad(record, ServerErrors.column(e), ServerErrors.reason(e), e);
        }
    }

    private void attempt(StagedTable table, List<MergeStep> steps) throws SQLException {
        Savepoints.STEP.set(connection);
        long[] rows = run(table, steps, RecordRange.ALL);
        Savepoints.STEP.release(connection);
        for (int step = 0; step < rows.length; step++) {
            counts.add(table, steps.get(step), rows[step]);
        }
    }

    private long[] run(StagedTable table, List<MergeStep> steps, RecordRange range) throws SQLException {
        long[] rows = new long[steps.size()];
        for (int step = 0; step < rows.length; step++) {
            if (steps.get(step).applies(table.plan())) {
                rows[step] = Sql.update(connection, steps.get(step).sql(table.plan(), range));
            }
        }
        return rows;
    }
}
