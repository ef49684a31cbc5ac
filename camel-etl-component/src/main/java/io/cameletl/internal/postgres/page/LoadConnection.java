package io.cameletl.internal.postgres.page;

import io.cameletl.TargetData;
import io.cameletl.internal.engine.driver.CommitUnknownException;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.jdbc.HeldConnection;
import io.cameletl.internal.jdbc.watch.Section;
import io.cameletl.internal.outlet.Log;
import io.cameletl.internal.postgres.ahead.PageBefore;
import io.cameletl.internal.postgres.load.KnownTables;
import io.cameletl.internal.postgres.load.LoadContext;
import io.cameletl.internal.postgres.load.Savepoints;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.plan.ReadTable;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.postgres.staging.StagingTables;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection with what is kept on it from page to page: the catalog as read, and the staging tables. It serves until the
 * first failure. The next page then takes another connection, since the tables may have been altered, or this connection
 * broken. Closing leaves the connection as it was found.
 */
final class LoadConnection implements AutoCloseable {
    private static final Log LOG = Log.of(LoadConnection.class);

    /** No server ends a transaction that has waited for less. */
    private static final Duration SOON = Duration.ofSeconds(2);

    private final PostgresTargetSpec target;
    private final LentConnection lent;
    private final PagePlanner planner;
    private final StagingTables staging;
    private final KnownTables knownTables;
    private final LoadedTables seen;
    private int attempts;
    private boolean altered;

    /** The page that waits here for its turn; null when none does. */
    private AheadLoad.@Nullable Prepared ahead;

    private LoadConnection(PostgresTargetSpec target, LoadedTables seen, KnownTables knownTables, LentConnection lent) {
        this.target = target;
        this.seen = seen;
        this.knownTables = knownTables;
        this.lent = lent;
        this.staging = lent.staging();
        this.planner = new PagePlanner(target, lent.connection(), staging, seen.schema());
    }

    /** @param held closed by this connection; where it cannot be opened, too */
    static LoadConnection open(
            PostgresTargetSpec target, String runId, LoadedTables seen, KnownTables knownTables, HeldConnection held)
            throws SQLException {
        return new LoadConnection(target, seen, knownTables, LentConnection.open(target, runId, held));
    }

    /** @param trace what the load of the next page has to know of this one */
    PageResult load(PageOrder order, PageBefore trace) throws SQLException, CommitUnknownException {
        return watched(() -> loadOnce(order, trace));
    }

    /** Loads a page whose order is made in its transaction, which waits until it is on disk. */
    PageResult loadLate(LateOrder late) throws SQLException, CommitUnknownException {
        return watched(() -> loadLateOnce(late));
    }

    private interface Loading {
        PageResult once() throws SQLException, CommitUnknownException;
    }

    private PageResult watched(Loading loading) throws SQLException, CommitUnknownException {
        try (Section section = lent.begin("load a page")) {
            try {
                return loading.once();
            } catch (Throwable failure) {
                section.explain(failure);
                throw failure;
            }
        }
    }

    /**
     * Does of a page's load what can be done before its turn, which comes with the next {@link #load}.
     *
     * @param before the page before
     * @param trace what the load of the next page has to know of this one
     * @return what was done; null for a page of which nothing can be done: it has no records, or already a value that is
     *     staged may be checked by what the page before writes
     * @throws SQLException when it cannot be loaded; the connection serves no more
     */
    AheadLoad.@Nullable Prepared prepare(List<TargetData> page, PageBefore before, PageBefore trace)
            throws SQLException, InterruptedException {
        try (Section section = lent.begin("load the next page ahead")) {
            try {
                ahead = prepareOnce(page, before, trace);
                return ahead;
            } catch (Throwable failure) {
                section.explain(failure);
                throw failure;
            }
        }
    }

    private AheadLoad.@Nullable Prepared prepareOnce(List<TargetData> page, PageBefore before, PageBefore trace)
            throws SQLException, InterruptedException {
        List<ReadTable> read = planner.read(page);
        if (planner.needsMore(read)) {
            return null;
        }
        List<StagedTable> tables = planner.plan(read);
        if (tables.isEmpty()
                || tables.stream().anyMatch(table -> table.table().traits().looksAround())) {
            return null;
        }
        List<String> emptying = staging.emptying();
        KnownTables known = knownTables.copy();
        if (!tables.stream().allMatch(known::isExpected)) {
            // Not in the transaction, which would hold a lock of the tables until its turn comes.
            staging.create(tables);
        }
        lent.begin();
        LoadContext context = PageOrder.of(page, TransactionStep.NONE, false).context(target, lent.connection(), known);
        return new AheadLoad(context, staging, before, trace).run(tables, emptying);
    }

    /** @return whether the page before waits for a lock while a page is prepared here, see {@link PageBefore#isBlocked} */
    boolean blocks(PageBefore before) throws SQLException {
        try (Section section = lent.begin("look after the page before")) {
            try {
                return before.isBlocked(lent.connection());
            } catch (Throwable failure) {
                section.explain(failure);
                throw failure;
            }
        }
    }

    /**
     * The server ends a session that waits in its transaction for longer than a lease lasts, as the page before may take.
     *
     * @return whether the page that was prepared is still there
     */
    boolean isPrepared() {
        AheadLoad.Prepared prepared = ahead;
        if (prepared == null || prepared.clock().sinceLast().compareTo(SOON) < 0) {
            return prepared != null;
        }
        return lent.isAlive("look for the page that was loaded ahead");
    }

    private PageResult loadOnce(PageOrder order, PageBefore trace) throws SQLException, CommitUnknownException {
        altered = false;
        AheadLoad.Prepared prepared = ahead;
        if (prepared != null) {
            ahead = null;
            announce(order, prepared.tables());
            return attempt(order, prepared.clock(), trace, load -> load.runPrepared(prepared, order.step()));
        }
        List<ReadTable> read = planner.read(order.page());
        if (planner.needsMore(read)) {
            lent.begin();
            PageBegin.run(lent.connection(), target, order.synchronous(), staging.emptying());
            return loadBegun(order, read, trace);
        }
        List<StagedTable> tables = planner.plan(read);
        announce(order, tables);
        lent.begin();
        return attempt(order, new LoadClock(), trace, load -> load.run(tables, order.step()));
    }

    private PageResult loadLateOnce(LateOrder late) throws SQLException, CommitUnknownException {
        lent.begin();
        PageBegin.run(lent.connection(), target, true, staging.emptying());
        PageOrder order = late.order(lent.connection());
        return loadBegun(order, planner.read(order.page()), new PageBefore(false));
    }

    /** Loads a page whose transaction has begun, and makes in it what its tables lack. */
    private PageResult loadBegun(PageOrder order, List<ReadTable> read, PageBefore trace)
            throws SQLException, CommitUnknownException {
        altered = planner.needsMore(read);
        List<StagedTable> tables = altered ? planner.makeAndPlan(read) : planner.plan(read);
        announce(order, tables);
        Savepoints.COPY.set(lent.connection());
        return attempt(order, new LoadClock(), trace, load -> load.runBegun(tables, order.step(), false));
    }

    private interface Attempt {
        PageResult by(PageLoad load) throws SQLException, CommitUnknownException;
    }

    private PageResult attempt(PageOrder order, LoadClock clock, PageBefore trace, Attempt attempt)
            throws SQLException, CommitUnknownException {
        LoadContext context = order.context(target, lent.connection(), knownTables);
        try {
            PageResult written = attempt.by(new PageLoad(context, staging, clock, trace));
            planner.committed();
            lent.committed();
            return written;
        } finally {
            attempts = context.attempts().count();
            String pipeline = target.pipeline();
            LOG.debug(pipeline, "pipeline {}: a page's records were loaded in {} attempts", pipeline, attempts);
        }
    }

    private void announce(PageOrder order, List<StagedTable> tables) throws SQLException {
        seen.see(tables, lent.connection());
        order.step().superseding(Superseded.by(lent.connection(), tables, order.others(), target.pipeline()));
    }

    /** @return how many attempts the last page took */
    int attempts() {
        return attempts;
    }

    /** @return whether the last page altered tables, so that what is staged already is not for them */
    boolean hasAltered() {
        return altered;
    }

    /** Rolls back and closes after a failure, which the caller throws. */
    void abandon() {
        lent.abandon();
    }

    /** Drops the staging tables and gives the connection back as it was found. Failures are logged, not thrown. */
    @Override
    public void close() {
        lent.close();
    }
}
