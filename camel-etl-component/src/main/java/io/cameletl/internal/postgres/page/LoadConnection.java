package io.cameletl.internal.postgres.page;

import io.cameletl.TargetData;
import io.cameletl.internal.engine.driver.CommitUnknownException;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.jdbc.HeldConnection;
import io.cameletl.internal.jdbc.watch.Section;
import io.cameletl.internal.outlet.Log;
import io.cameletl.internal.postgres.load.LoadContext;
import io.cameletl.internal.postgres.load.NewRowTables;
import io.cameletl.internal.postgres.load.Savepoints;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.postgres.staging.StagingTables;
import io.cameletl.internal.server.ServerCheck;
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

    /** How long a connection may take after a failure to show that it still works. */
    private static final int SECONDS_TO_ANSWER = 10;

    /** No server ends a transaction that has waited for less. */
    private static final Duration SOON = Duration.ofSeconds(2);

    private final PostgresTargetSpec target;
    private final HeldConnection held;
    private final PagePlanner planner;
    private final StagingTables staging;
    private final NewRowTables newRowTables;
    private final LoadedTables seen;
    private int attempts;

    /** The page that is staged before its turn; null when none is. */
    private @Nullable Ahead ahead;

    private record Ahead(List<StagedTable> tables, LoadClock clock) {}

    private LoadConnection(
            PostgresTargetSpec target,
            String runId,
            LoadedTables seen,
            NewRowTables newRowTables,
            HeldConnection held) {
        this.target = target;
        this.seen = seen;
        this.newRowTables = newRowTables;
        this.held = held;
        this.staging = new StagingTables(target, runId, held.connection());
        this.planner = new PagePlanner(target, held.connection(), staging);
    }

    /** @param held closed by this connection; where it cannot be opened, too */
    static LoadConnection open(
            PostgresTargetSpec target, String runId, LoadedTables seen, NewRowTables newRowTables, HeldConnection held)
            throws SQLException {
        Section section = held.begin("prepare a page's load");
        try {
            LoadConnection opened = new LoadConnection(target, runId, seen, newRowTables, held);
            ServerCheck.target(target.pipeline()).check(held.connection());
            opened.staging.open();
            return opened;
        } catch (Throwable failure) {
            held.closeAfter(failure);
            throw failure;
        } finally {
            section.close();
        }
    }

    PageResult load(PageOrder order) throws SQLException, CommitUnknownException {
        return watched(() -> loadOnce(order));
    }

    /** Loads a page whose order is made in its transaction, which waits until it is on disk. */
    PageResult loadLate(LateOrder late) throws SQLException, CommitUnknownException {
        return watched(() -> loadLateOnce(late));
    }

    private interface Loading {
        PageResult once() throws SQLException, CommitUnknownException;
    }

    private PageResult watched(Loading loading) throws SQLException, CommitUnknownException {
        try (Section section = held.begin("load a page")) {
            try {
                return loading.once();
            } catch (Throwable failure) {
                section.explain(failure);
                throw failure;
            }
        }
    }

    /**
     * Stages a page before its turn, which comes with the next {@link #load}.
     *
     * @return whether it did; not where the page is better off without
     * @throws SQLException when it cannot be staged; the connection serves no more
     */
    boolean stage(List<TargetData> page) throws SQLException {
        try (Section section = held.begin("stage the next page")) {
            try {
                return stageOnce(page);
            } catch (Throwable failure) {
                section.explain(failure);
                throw failure;
            }
        }
    }

    private boolean stageOnce(List<TargetData> page) throws SQLException {
        List<StagedTable> tables = planner.tables(page);
        if (tables.isEmpty() || tables.stream().allMatch(newRowTables::isExpected)) {
            return false;
        }
        List<String> emptying = staging.emptying();
        // Not in the transaction, which would hold a lock of the tables until its turn comes.
        staging.create(tables);
        held.begin();
        PageOrder order = PageOrder.of(page, TransactionStep.NONE, false);
        ahead = new Ahead(tables, new PageLoad(context(order), staging).stageAhead(tables, emptying));
        return true;
    }

    /**
     * The server ends a session that waits in its transaction for longer than a lease lasts, as the page before may take.
     *
     * @return whether the page that was staged is still there
     */
    boolean isStaged() {
        Ahead staged = ahead;
        if (staged == null || staged.clock().sinceStaged().compareTo(SOON) < 0) {
            return staged != null;
        }
        Section section = held.begin("look for the page that was staged");
        try {
            return held.connection().isValid(SECONDS_TO_ANSWER);
        } catch (SQLException e) {
            return false;
        } finally {
            section.close();
        }
    }

    private PageResult loadOnce(PageOrder order) throws SQLException, CommitUnknownException {
        Ahead staged = ahead;
        if (staged != null) {
            ahead = null;
            announce(order, staged.tables());
            return attempt(order, load -> load.runStaged(staged.tables(), order.step(), staged.clock()));
        }
        List<StagedTable> tables = plan(order);
        held.begin();
        return attempt(order, load -> load.run(tables, order.step()));
    }

    private PageResult loadLateOnce(LateOrder late) throws SQLException, CommitUnknownException {
        held.begin();
        PageBegin.run(held.connection(), target, true, staging.emptying());
        PageOrder order = late.order(held.connection());
        List<StagedTable> tables = plan(order);
        Savepoints.COPY.set(held.connection());
        return attempt(order, load -> load.runBegun(tables, order.step(), false));
    }

    private interface Attempt {
        PageResult by(PageLoad load) throws SQLException, CommitUnknownException;
    }

    private PageResult attempt(PageOrder order, Attempt attempt) throws SQLException, CommitUnknownException {
        LoadContext context = context(order);
        try {
            PageResult written = attempt.by(new PageLoad(context, staging));
            afterCommit();
            return written;
        } finally {
            attempts = context.attempts().count();
            String pipeline = target.pipeline();
            LOG.debug(pipeline, "pipeline {}: a page's records were loaded in {} attempts", pipeline, attempts);
        }
    }

    private List<StagedTable> plan(PageOrder order) throws SQLException {
        List<StagedTable> tables = planner.tables(order.page());
        announce(order, tables);
        return tables;
    }

    private void announce(PageOrder order, List<StagedTable> tables) throws SQLException {
        seen.see(tables, held.connection());
        order.step().superseding(Superseded.by(held.connection(), tables, order.others(), target.pipeline()));
    }

    private LoadContext context(PageOrder order) {
        return order.context(target, held.connection(), newRowTables);
    }

    /** @return how many attempts the last page took */
    int attempts() {
        return attempts;
    }

    /** The page is committed. A failure from here on must not look like the page's; the next page will meet it too. */
    private void afterCommit() {
        try {
            held.end();
            staging.loaded();
        } catch (SQLException e) {
            LOG.warn(
                    target.pipeline(),
                    "The connection of pipeline {} failed after a page's commit",
                    target.pipeline(),
                    e);
        }
    }

    /** Rolls back and closes after a failure, which the caller throws. */
    void abandon() {
        Section section = held.begin("roll a page back");
        try {
            held.rollBack();
            staging.failed();
            if (!held.connection().isValid(SECONDS_TO_ANSWER)) {
                throw new SQLException("it does not answer within " + SECONDS_TO_ANSWER + " seconds");
            }
        } catch (SQLException | RuntimeException e) {
            held.discardAfter(e);
            LOG.debug(
                    target.pipeline(),
                    "The connection of pipeline {} is lost; the next page takes another",
                    target.pipeline(),
                    e);
            return;
        } finally {
            section.close();
        }
        close();
    }

    /** Drops the staging tables and gives the connection back as it was found. Failures are logged, not thrown. */
    @Override
    public void close() {
        Section section = held.begin("give the target's connection back");
        try {
            staging.drop();
            held.close();
        } catch (SQLException | RuntimeException e) {
            held.discardAfter(e);
            LOG.warn(
                    target.pipeline(),
                    "The connection of pipeline {} cannot be given back in order; it is closed",
                    target.pipeline(),
                    e);
        } finally {
            section.close();
        }
    }
}
