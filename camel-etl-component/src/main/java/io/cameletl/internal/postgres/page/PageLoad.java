package io.cameletl.internal.postgres.page;

import io.cameletl.BadRecordException;
import io.cameletl.EtlException;
import io.cameletl.StagingKind;
import io.cameletl.TableCounts;
import io.cameletl.internal.engine.driver.CommitUnknownException;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.postgres.merge.Merge;
import io.cameletl.internal.postgres.merge.NewRowTables;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.postgres.load.Attempts;
import io.cameletl.internal.postgres.load.Rejects;
import io.cameletl.internal.postgres.load.Savepoints;
import io.cameletl.internal.postgres.staging.BadCopy;
import io.cameletl.internal.postgres.staging.CopyIntoStaging;
import io.cameletl.internal.postgres.staging.RejectingCopy;
import io.cameletl.internal.postgres.staging.StagingTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Loads one page, all on one connection:
 *
 * <ol>
 *   <li>Begin, at READ COMMITTED whatever the pool's default: the cursor's row is written by the lease's renewal too.
 *   <li>Create the staging tables that are not there yet.
 *   <li>COPY the records in. A record that is refused is searched for, after a return to before the COPY; where bad
 *       records may be rejected, the others are copied in.
 *   <li>Unlogged staging only: commit and begin again, so that others can see it; then make sure that all is still
 *       there, for a crash of the server empties unlogged tables, and the cursor would pass by what was lost.
 *   <li>Deduplicate and merge, or deduplicate and let the custom commit do its work.
 *   <li>The transaction's last step: the cursor's. It gets the rejected records too.
 *   <li>Commit. A connection lost here leaves the outcome unknown, which is said and never guessed.
 * </ol>
 *
 * What fails before the commit is for the caller to roll back.
 */
final class PageLoad {
    private final PostgresTargetSpec target;
    private final Connection connection;
    private final StagingTables staging;
    private final NewRowTables newcomers;
    private final boolean synchronous;
    private final Rejects rejects;
    private final Attempts tries;

    PageLoad(
            PostgresTargetSpec target,
            Connection connection,
            StagingTables staging,
            NewRowTables newcomers,
            boolean synchronous,
            int rejectsAllowed) {
        this.newcomers = newcomers;
        this.target = target;
        this.connection = connection;
        this.staging = staging;
        this.synchronous = synchronous;
        this.rejects = new Rejects(target.pipeline(), rejectsAllowed);
        this.tries = new Attempts(connection);
    }

    PageResult run(List<StagedTable> tables, TransactionStep step) throws SQLException, CommitUnknownException {
        begin();
        if (staging.create()) {
            // What was created must still be there when a COPY is taken back.
            Savepoints.COPY.set(connection);
        }
        IdentityHashMap<StagedTable, Integer> staged = stage(tables);
        if (target.staging() == StagingKind.UNLOGGED) {
            connection.commit();
            begin();
            for (StagedTable table : tables) {
                requireComplete(table, Objects.requireNonNull(staged.get(table)));
            }
        }
        Map<String, TableCounts> counts = target.commit() == null
                ? new Merge(target.pipeline(), connection, tables, newcomers, rejects, tries).run()
                : new CustomCommit(target, connection, tables).run();
        PageResult written = new PageResult(counts, step.run(connection, rejects.list(tables)));
        commit(written);
        return written;
    }

    /** @return in how many tries the records were loaded, of one table at a time or, in the quick merge, of all */
    int tries() {
        return tries.count();
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

    /** @return how many records of each table are in staging */
    private IdentityHashMap<StagedTable, Integer> stage(List<StagedTable> tables) throws SQLException {
        CopyIntoStaging copy = new CopyIntoStaging(target.pipeline(), connection);
        IdentityHashMap<StagedTable, Integer> staged = new IdentityHashMap<>();
        for (StagedTable table : tables) {
            tries.made();
            try {
                copy.copyAll(table);
                staged.put(table, table.records().size());
            } catch (SQLException e) {
                if (!rejects.allowed() || !SqlStates.isData(e)) {
                    throw explained(table, copy, e);
                }
                return stageGood(tables, table.name(), e, copy);
            } catch (BadRecordException e) {
                if (!rejects.allowed()) {
                    throw e;
                }
                return stageGood(tables, table.name(), null, copy);
            }
        }
        return staged;
    }

    /** @param failure why the server does not take the failed table's records; null when it was not the server */
    private IdentityHashMap<StagedTable, Integer> stageGood(
            List<StagedTable> tables, String failed, @Nullable SQLException failure, CopyIntoStaging copy)
            throws SQLException {
        Savepoints.COPY.rollBack(connection);
        RejectingCopy rejecting = new RejectingCopy(connection, copy, tries, rejects);
        IdentityHashMap<StagedTable, Integer> staged = new IdentityHashMap<>();
        for (StagedTable table : tables) {
            staged.put(table, rejecting.copy(table, table.name().equals(failed) ? failure : null));
        }
        return staged;
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

    private void requireComplete(StagedTable table, int staged) throws SQLException {
        long there = Sql.number(
                connection,
                "SELECT pg_catalog.count(*) FROM " + table.plan().staging().table());
        if (there != staged) {
            throw new EtlException(
                    target.pipeline(),
                    "the staging table " + table.plan().staging().table() + " holds " + there + " of the "
                            + staged + " records copied into it: the server must have restarted, or"
                            + " somebody wrote to it. Nothing of the page was loaded, it will be tried again",
                    new SQLTransientException("the staging table is not as it was left"));
        }
    }

    private void commit(PageResult written) throws SQLException, CommitUnknownException {
        try {
            connection.commit();
        } catch (SQLException e) {
            if (SqlStates.isConnectionLost(e)) {
                throw new CommitUnknownException(written, e);
            }
            throw e;
        }
    }
}
