package io.cameletl.internal.postgres.merge;

import static io.cameletl.internal.postgres.merge.MergeStatement.DELETE;
import static io.cameletl.internal.postgres.merge.MergeStatement.INSERT;
import static io.cameletl.internal.postgres.merge.MergeStatement.UPDATE;

import io.cameletl.TableCounts;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.postgres.load.BadRecordFinder;
import io.cameletl.internal.postgres.load.Savepoints;
import io.cameletl.internal.postgres.load.ServerErrors;
import io.cameletl.internal.postgres.load.UnaccountedException;
import io.cameletl.internal.postgres.plan.StagedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The merge after the quick one has failed on a constraint. Each table's step runs under a savepoint, and in another order
 * where that may help.
 *
 * <ol>
 *   <li>A parent that is still referred to is deleted last: its child may move to another parent in this very page.
 *   <li>Rows that another writer has inserted meanwhile are seen now, and updated.
 *   <li>Inserts before updates let a row refer to a new row of its own table. Updates before inserts let a new row take
 *       over a unique value that an old row gives up. When one order fails, the other is used.
 *   <li>When both fail, the records are to blame: the first bad record is found and named.
 * </ol>
 */
final class CarefulMerge {
    private static final List<MergeStatement> INSERT_FIRST = List.of(INSERT, UPDATE);
    private static final List<MergeStatement> UPDATE_FIRST = List.of(UPDATE, INSERT);

    private final Connection connection;
    private final List<StagedTable> tables;
    private final MergeCounts counts;

    CarefulMerge(Connection connection, List<StagedTable> tables) {
        this.connection = connection;
        this.tables = tables;
        this.counts = new MergeCounts(tables);
    }

    /** The orders of inserts and updates, the likelier one first. */
    static List<List<MergeStatement>> orders(StagedTable table) {
        return table.table().traits().triggersOnInsert()
                ? List.of(UPDATE_FIRST, INSERT_FIRST)
                : List.of(INSERT_FIRST, UPDATE_FIRST);
    }

    MergeCounts run() throws SQLException {
        List<StagedTable> deletedLast = new ArrayList<>();
        List<StagedTable> childrenFirst = new ArrayList<>(tables);
        Collections.reverse(childrenFirst);
        for (StagedTable table : childrenFirst) {
            if (table.deletions() > 0 && !succeeds(table, List.of(DELETE))) {
                deletedLast.add(table);
            }
        }
        for (StagedTable table : tables) {
            if (table.records().size() > table.deletions()) {
                List<List<MergeStatement>> orders = orders(table);
                if (!succeeds(table, orders.get(0))) {
                    require(table, orders.get(1));
                }
            }
        }
        for (StagedTable table : deletedLast) {
            require(table, List.of(DELETE));
        }
        DeferredChecks.now(connection, tables);
        return counts;
    }

    private boolean succeeds(StagedTable table, List<MergeStatement> statements) throws SQLException {
        try {
            attempt(table, statements);
            return true;
        } catch (SQLException e) {
            if (!SqlStates.mayBeData(e)) {
                throw e;
            }
            Savepoints.STEP.rollBack(connection);
            return false;
        }
    }

    private void require(StagedTable table, List<MergeStatement> statements) throws SQLException {
        try {
            attempt(table, statements);
        } catch (SQLException e) {
            if (!SqlStates.mayBeData(e)) {
                throw e;
            }
            Savepoints.STEP.rollBack(connection);
            int record = e instanceof UnaccountedException unaccounted
                    ? unaccounted.record()
                    : new BadRecordFinder(connection).find(table.records().size(), before -> step(table)
                            .run(statements, RecordRange.before(before)));
            if (record < 0) {
                throw e;
            }
            throw table.records().bad(record, ServerErrors.column(e), ServerErrors.reason(e, table), e);
        }
    }

    private void attempt(StagedTable table, List<MergeStatement> statements) throws SQLException {
        Savepoints.STEP.set(connection);
        TableCounts done = step(table).run(statements, RecordRange.ALL);
        Savepoints.STEP.release(connection);
        counts.add(table, done);
    }

    private TableStep step(StagedTable table) {
        return new TableStep(connection, table);
    }
}
