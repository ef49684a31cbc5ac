package io.cameletl.postgres;

import io.cameletl.EtlException;
import io.cameletl.jdbc.SqlStates;
import io.cameletl.pipeline.CommitUnknownException;
import io.cameletl.pipeline.TableCounts;
import io.cameletl.postgres.copy.BadRecordException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Loads one page, all on one connection:
 *
 * <ol>
 *   <li>Begin, at READ COMMITTED whatever the pool's default: the cursor's row is written by the lease's renewal too.
 *   <li>Create the staging tables that are not there yet.
 *   <li>COPY the records in. A record that is refused is searched for, after a return to before the COPY.
 *   <li>Unlogged staging only: commit and begin again, so that others can see it; then make sure that all is still
 *       there, for a crash of the server empties unlogged tables, and the cursor would pass by what was lost.
 *   <li>Deduplicate and merge, or deduplicate and let the custom commit do its work.
 *   <li>The transaction's last step: the cursor's.
 *   <li>Commit. A connection lost here leaves the outcome unknown, which is said and never guessed.
 * </ol>
 *
 * What fails before the commit is for the caller to roll back.
 */
final class PageLoad {
    private final PostgresTargetSpec target;
    private final Connection connection;
    private final StagingTables staging;
    private final Newcomers newcomers;
    private final boolean synchronous;

    PageLoad(
            PostgresTargetSpec target,
            Connection connection,
            StagingTables staging,
            Newcomers newcomers,
            boolean synchronous) {
        this.newcomers = newcomers;
        this.target = target;
        this.connection = connection;
        this.staging = staging;
        this.synchronous = synchronous;
    }

    Map<String, TableCounts> run(List<StagedTable> tables, TransactionStep step)
            throws SQLException, CommitUnknownException {
        begin();
        if (staging.create()) {
            // What was created must still be there when a COPY is taken back.
            Savepoints.COPY.set(connection);
        }
        stage(tables);
        if (target.staging() == StagingKind.UNLOGGED) {
            connection.commit();
            begin();
            for (StagedTable table : tables) {
                requireComplete(table);
            }
        }
        Map<String, TableCounts> counts = target.commit() == null
                ? new Merge(target.pipeline(), connection, tables, newcomers).run()
                : new CustomCommit(target, connection, tables).run();
        step.run(connection);
        commit(counts);
        return counts;
    }

    private void begin() throws SQLException {
        List<String> statements = new ArrayList<>();
        statements.add("SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE");
        if (!synchronous) {
            statements.add("SET LOCAL synchronous_commit TO off");
        }
        // Texts without a zone, and intervals, mean the same whatever the session's settings and the JVM's zone.
        statements.add("SET LOCAL TimeZone TO 'UTC'");
        statements.add("SET LOCAL IntervalStyle TO 'postgres'");
        statements.add(Savepoints.COPY.set());
        Sql.run(connection, statements.toArray(String[]::new));
    }

    private void stage(List<StagedTable> tables) throws SQLException {
        CopyIntoStaging copy = new CopyIntoStaging(target.pipeline(), connection);
        for (StagedTable table : tables) {
            try {
                copy.copyAll(table);
            } catch (SQLException e) {
                throw explained(table, copy, e);
            }
        }
    }

    private RuntimeException explained(StagedTable table, CopyIntoStaging copy, SQLException failure)
            throws SQLException {
        if (!SqlStates.isData(failure)) {
            throw failure;
        }
        Savepoints.COPY.rollBack(connection);
        Optional<BadRecordException> bad = new BadCopy(connection, copy).find(table, failure);
        return bad.orElseThrow(() -> failure);
    }

    private void requireComplete(StagedTable table) throws SQLException {
        long there = Sql.number(
                connection,
                "SELECT pg_catalog.count(*) FROM " + table.plan().staging().table());
        if (there != table.records().size()) {
            throw new EtlException(
                    target.pipeline(),
                    "the staging table " + table.plan().staging().table() + " holds " + there + " of the "
                            + table.records().size() + " records copied into it: the server must have restarted, or"
                            + " somebody wrote to it. Nothing was loaded; run the pipeline again");
        }
    }

    private void commit(Map<String, TableCounts> counts) throws SQLException, CommitUnknownException {
        try {
            connection.commit();
        } catch (SQLException e) {
            if (SqlStates.isConnectionLost(e)) {
                throw new CommitUnknownException(counts, e);
            }
            throw e;
        }
    }
}
