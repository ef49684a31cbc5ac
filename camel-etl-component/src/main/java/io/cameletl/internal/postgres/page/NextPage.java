package io.cameletl.internal.postgres.page;

import io.cameletl.StagingKind;
import io.cameletl.TargetData;
import io.cameletl.internal.outlet.Log;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The second connection of a session: while a page is merged and committed on the first, the next one is staged on this.
 * Then the two change places. Only staging is done ahead, in a temporary table that nobody else sees: the merge begins when
 * the page before is committed, and finds what it would have found without this.
 *
 * <p>The connection is taken with the second page, from a pool that has one to spare. After any failure, and after a page
 * that was staged in vain, pages are staged in their turn again, which tells what fails. Thread-safe.
 */
final class NextPage {
    private static final Log LOG = Log.of(NextPage.class);

    private final LoadConnections connections;
    private boolean begun;
    private boolean off;
    private boolean busy;
    private @Nullable LoadConnection idle;
    private @Nullable LoadConnection filled;
    private @Nullable List<TargetData> page;

    NextPage(LoadConnections connections) {
        PostgresTargetSpec target = connections.target();
        this.connections = connections;
        this.off = target.staging() != StagingKind.TEMP || target.stagingHook() != null || target.commit() != null;
    }

    /** A page is being loaded: one that comes now is the next. */
    synchronized void begin() {
        begun = true;
    }

    /** Stages the page, if that may help; by the thread that reads. */
    void stage(List<TargetData> next) {
        if (!isFree()) {
            return;
        }
        LoadConnection connection = null;
        boolean staged = false;
        boolean failed = true;
        try {
            connection = connection();
            staged = connection != null && connection.stage(next);
            failed = connection == null;
        } catch (SQLException | RuntimeException e) {
            LOG.debug(
                    connections.target().pipeline(),
                    "pipeline {}: the next page cannot be staged ahead, pages are staged in their turn: {}",
                    connections.target().pipeline(),
                    e);
        } finally {
            LoadConnection unused = done(connection, staged ? next : null, failed);
            if (unused != null) {
                unused.abandon();
            }
        }
    }

    private synchronized boolean isFree() {
        boolean free = begun && !off && !busy && filled == null;
        busy |= free;
        return free;
    }

    private @Nullable LoadConnection connection() throws SQLException {
        LoadConnection open;
        synchronized (this) {
            open = idle;
            idle = null;
        }
        return open != null ? open : connections.openSpare("ahead");
    }

    /** @return the connection, where it is of no more use */
    private synchronized @Nullable LoadConnection done(
            @Nullable LoadConnection connection, @Nullable List<TargetData> staged, boolean failed) {
        busy = false;
        off |= failed;
        if (off) {
            return connection;
        }
        if (staged == null) {
            idle = connection;
        } else {
            filled = connection;
            page = staged;
        }
        return null;
    }

    /** @return the connection on which the page has been staged as it is to be loaded now; null when it has not */
    @Nullable
    LoadConnection take(PageOrder order) {
        LoadConnection found;
        boolean same;
        synchronized (this) {
            found = filled;
            same = page == order.page() && !order.synchronous();
            filled = null;
            page = null;
        }
        if (found == null || (same && found.isStaged())) {
            return found;
        }
        synchronized (this) {
            off = true;
        }
        found.abandon();
        return null;
    }

    /** Takes the connection that the page before was loaded on. */
    void giveBack(LoadConnection connection) {
        synchronized (this) {
            if (!off && idle == null) {
                idle = connection;
                return;
            }
        }
        connection.close();
    }

    /** Gives the connections back; what is being staged gives its own back by itself. */
    void close() {
        LoadConnection unused = end();
        if (unused != null) {
            unused.close();
        }
    }

    /** The same after a failure, which may be the connections' as well: that is told once. */
    void giveUp() {
        LoadConnection unused = end();
        if (unused != null) {
            unused.abandon();
        }
    }

    /** @return the connection on which nothing is staged; null when there is none */
    private @Nullable LoadConnection end() {
        LoadConnection staged;
        LoadConnection unused;
        synchronized (this) {
            off = true;
            staged = filled;
            filled = null;
            unused = idle;
            idle = null;
        }
        if (staged != null) {
            staged.abandon();
        }
        return unused;
    }
}
