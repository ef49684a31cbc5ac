package io.cameletl.internal.postgres.page;

import io.cameletl.BadRecordException;
import io.cameletl.EtlException;
import io.cameletl.StagingKind;
import io.cameletl.TableCounts;
import io.cameletl.internal.engine.driver.CommitUnknownException;
import io.cameletl.internal.engine.driver.LeftOut;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.postgres.ahead.PageBefore;
import io.cameletl.internal.postgres.ahead.PageKeys;
import io.cameletl.internal.postgres.load.AwaitedTables;
import io.cameletl.internal.postgres.load.LoadContext;
import io.cameletl.internal.postgres.load.Savepoints;
import io.cameletl.internal.postgres.merge.Merge;
import io.cameletl.internal.postgres.page.TransactionStep.Kept;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.postgres.staging.BadCopy;
import io.cameletl.internal.postgres.staging.CopyIntoStaging;
import io.cameletl.internal.postgres.staging.DirectCopy;
import io.cameletl.internal.postgres.staging.RejectingCopy;
import io.cameletl.internal.postgres.staging.StagingTables;
import io.cameletl.internal.values.WireTypes;
import java.sql.SQLException;
import java.sql.SQLTransientException;
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
 *   <li>Begin, at READ COMMITTED whatever the pool's default: the cursor's row is written by the lease's renewal too. In
 *       the same round trip the temporary staging tables are emptied of what the page before left there.
 *   <li>Where all records are expected to be new, COPY them straight into the tables, see {@link DirectCopy}. When they are
 *       in, go on with the last step.
 *   <li>Create the staging tables that are not there yet.
 *   <li>COPY the records in. When the server refuses a record, the COPY is rolled back and the record is searched for.
 *       Where bad records may be rejected, the others are copied in.
 *   <li>Unlogged staging only: commit and begin again, so that others can see it. Then make sure that all records are
 *       still there: a crash of the server empties unlogged tables, and the cursor would pass over the lost records.
 *   <li>The step's first part: a load outside a run waits for its turn. One that knows of records that wait has had its
 *       turn right after the begin, and keeps it: nobody else sees its staging.
 *   <li>Deduplicate and merge, or deduplicate and run the custom commit.
 *   <li>The transaction's last step, which moves the cursor. It gets the records that are left out, too.
 *   <li>Commit. When the connection is lost here, the outcome is unknown. The caller is told so; it is never guessed.
 * </ol>
 *
 * After a failure before the commit the caller rolls back.
 */
final class PageLoad {
    private final LoadContext context;
    private final StagingTables staging;
    private final LoadClock clock;
    private final PageBefore trace;

    /** @param trace what the load of the next page has to know of this one */
    PageLoad(LoadContext context, StagingTables staging, LoadClock clock, PageBefore trace) {
        this.context = context;
        this.staging = staging;
        this.clock = clock;
        this.trace = trace;
    }

    /** @param ahead what has been done before its turn */
    PageResult runPrepared(AheadLoad.Prepared ahead, TransactionStep step) throws SQLException, CommitUnknownException {
        clock.goOn();
        ahead.tables().forEach(table -> context.attempts().increment());
        Map<String, TableCounts> counts = ahead.counts().orElse(null);
        if (counts == null) {
            return finish(ahead.tables(), step, merged(ahead.tables(), step));
        }
        context.attempts().increment();
        for (StagedTable table : ahead.tables()) {
            TableCounts done = Objects.requireNonNull(counts.get(table.name()));
            context.knownTables().note(table, done.inserted() == done.staged());
        }
        return finish(ahead.tables(), step, counts);
    }

    PageResult run(List<StagedTable> tables, TransactionStep step) throws SQLException, CommitUnknownException {
        trace.begun(PageBegin.run(context.connection(), context.target(), context.synchronous(), staging.emptying()));
        return runBegun(tables, step, context.target().staging() == StagingKind.UNLOGGED);
    }

    /**
     * Loads a page whose transaction has begun.
     *
     * @param shown whether the page's staging is committed by itself, so that others see it
     */
    PageResult runBegun(List<StagedTable> tables, TransactionStep step, boolean shown)
            throws SQLException, CommitUnknownException {
        Optional<Map<String, TableCounts>> copied =
                step.locksBeforeMerge() ? Optional.empty() : new DirectCopy(context, tables, clock::sent).run();
        Map<String, TableCounts> counts;
        if (copied.isPresent()) {
            trace.staged(Optional.empty());
            clock.staged();
            counts = copied.get();
        } else {
            counts = staged(tables, step, shown);
        }
        return finish(tables, step, counts);
    }

    private PageResult finish(List<StagedTable> tables, TransactionStep step, Map<String, TableCounts> merged)
            throws SQLException, CommitUnknownException {
        Map<String, TableCounts> counts = step.counted(merged);
        LeftOut leftOut = context.rejects()
                .list(tables, context.postponed(), new AwaitedTables(context.target(), context.connection()));
        Kept kept = step.run(context.connection(), leftOut, counts);
        clock.merged();
        PageResult written = new PageResult(
                counts,
                kept.added(),
                kept.waiting(),
                kept.untried(),
                kept.oldest(),
                clock.uncommitted(),
                kept.waiting() == 0 ? binary(tables) : WireTypes.NONE);
        commit(written);
        return written.took(clock.committed());
    }

    /** Nobody but the COPY may have to read the records. */
    private WireTypes binary(List<StagedTable> tables) {
        boolean unread = context.target().commit() == null
                && context.target().stagingHook() == null
                && !context.target().keepFailedStaging()
                && tables.size() == 1;
        return unread ? tables.get(0).wireTypes() : WireTypes.NONE;
    }

    private Map<String, TableCounts> staged(List<StagedTable> tables, TransactionStep step, boolean shown)
            throws SQLException {
        if (staging.create(tables)) {
            // The new tables must still be there when a COPY is rolled back.
            Savepoints.COPY.set(context.connection());
        }
        IdentityHashMap<StagedTable, Integer> staged = stage(tables);
        if (shown) {
            context.connection().commit();
            PageBegin.run(context.connection(), context.target(), context.synchronous(), List.of());
            for (StagedTable table : tables) {
                requireComplete(table, Objects.requireNonNull(staged.get(table)));
            }
        }
        clock.staged();
        if (trace.isFollowed()) {
            trace.staged(PageKeys.of(context, tables));
        }
        return merged(tables, step);
    }

    private Map<String, TableCounts> merged(List<StagedTable> tables, TransactionStep step) throws SQLException {
        step.beforeMerge(context.connection());
        return context.target().commit() == null
                ? new Merge(context, tables).run()
                : new CustomCommit(context, tables).run();
    }

    /** @return how many records of each table are in staging */
    IdentityHashMap<StagedTable, Integer> stage(List<StagedTable> tables) throws SQLException {
        CopyIntoStaging copy = new CopyIntoStaging(context, this::sent);
        IdentityHashMap<StagedTable, Integer> staged = new IdentityHashMap<>();
        for (StagedTable table : tables) {
            context.attempts().increment();
            try {
                copy.copyAll(table);
                staged.put(table, table.records().size());
            } catch (SQLException e) {
                if (table.records().binary() != null) {
                    throw e; // which record it is, is found when they are read as texts
                }
                if (!context.rejects().allowed() || !SqlStates.mayBeData(e)) {
                    throw explained(table, copy, e);
                }
                return stageGood(tables, table.name(), e, copy);
            } catch (BadRecordException e) {
                if (!context.rejects().allowed()) {
                    throw e;
                }
                return stageGood(tables, table.name(), null, copy);
            }
        }
        return staged;
    }

    private void sent(int bytes) {
        clock.sent(bytes);
        staging.sent(bytes);
    }

    /** @param failure why the server refused the failed table's records; null when the encoder did */
    private IdentityHashMap<StagedTable, Integer> stageGood(
            List<StagedTable> tables, String failed, @Nullable SQLException failure, CopyIntoStaging copy)
            throws SQLException {
        Savepoints.COPY.rollBack(context.connection());
        RejectingCopy rejecting = new RejectingCopy(context, copy);
        IdentityHashMap<StagedTable, Integer> staged = new IdentityHashMap<>();
        for (StagedTable table : tables) {
            staged.put(table, rejecting.copy(table, table.name().equals(failed) ? failure : null));
        }
        return staged;
    }

    private RuntimeException explained(StagedTable table, CopyIntoStaging copy, SQLException failure)
            throws SQLException {
        if (!SqlStates.mayBeData(failure)) {
            throw failure;
        }
        Savepoints.COPY.rollBack(context.connection());
        Optional<BadRecordException> bad = new BadCopy(context, copy).find(table, failure);
        return bad.orElseThrow(() -> failure);
    }

    private void requireComplete(StagedTable table, int staged) throws SQLException {
        long there = Sql.number(
                context.connection(),
                "SELECT pg_catalog.count(*) FROM " + table.plan().staging().table());
        if (there != staged) {
            throw new EtlException(
                    context.pipeline(),
                    "the staging table " + table.plan().staging().table() + " holds " + there + " of the "
                            + staged + " records copied into it: the server must have restarted, or"
                            + " somebody wrote to it. Nothing of the page was loaded, it will be tried again",
                    new SQLTransientException("the staging table is not as it was left"));
        }
    }

    private void commit(PageResult written) throws SQLException, CommitUnknownException {
        try {
            context.connection().commit();
        } catch (SQLException e) {
            if (SqlStates.isConnectionLost(e)) {
                throw new CommitUnknownException(written, e);
            }
            throw e;
        }
    }
}
