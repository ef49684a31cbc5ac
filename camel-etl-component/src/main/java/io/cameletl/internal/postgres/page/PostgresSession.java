package io.cameletl.internal.postgres.page;

import io.cameletl.EtlException;
import io.cameletl.StagingKind;
import io.cameletl.TargetData;
import io.cameletl.internal.engine.driver.CommitUnknownException;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.outlet.Log;
import io.cameletl.internal.postgres.ahead.PageBefore;
import io.cameletl.internal.postgres.load.KnownTables;
import io.cameletl.internal.postgres.load.ServerErrors;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loads the pages of one run. It takes a connection at the first page and holds it until it is closed or a page fails. After
 * a failure the next page takes another connection. Used by one thread at a time, but for {@link #ahead}.
 */
public final class PostgresSession implements AutoCloseable {
    private static final Log LOG = Log.of(PostgresSession.class);

    private final PostgresTargetSpec target;
    private final LoadConnections connections;
    private int opened;
    private int attempts;
    private final NextPage next;
    private @Nullable LoadConnection current;

    public PostgresSession(PostgresTargetSpec target, String runId) {
        this(target, runId, new LoadedTables(target));
    }

    /** @param loaded hears which tables are loaded, and how */
    PostgresSession(PostgresTargetSpec target, String runId, LoadedTables loaded) {
        this.target = target;
        this.connections = new LoadConnections(target, runId, loaded, new KnownTables());
        this.next = new NextPage(connections);
    }

    /**
     * Announces the page that comes after the one that is loaded, or is loaded next. It may be loaded ahead of its turn up to
     * its step and commit, on a connection and a thread of its own. What fails is not told: the page is then loaded in its
     * turn.
     *
     * @param page the same list as in the order by which it is loaded
     */
    public void ahead(List<TargetData> page) {
        next.announce(page);
    }

    /**
     * Loads a page: its rows and the step are committed together or not at all.
     *
     * @return the counts by the tables' names as the page has them, in the order loaded; and the records left out
     * @throws CommitUnknownException when the connection was lost at the commit
     * @throws EtlException when the page could not be loaded; nothing was written. A
     *     {@link io.cameletl.BadRecordException} when a single record is to blame, else the cause tells whether another
     *     attempt may help. The step's own runtime exceptions come through as they are
     */
    public PageResult load(PageOrder order) throws CommitUnknownException {
        NextPage.Turn turn = next.take(order, current);
        current = turn.connection();
        return loadBy(turn.trace(), connection -> connection.load(order, turn.trace()));
    }

    /** The same for a page whose order is made in its transaction. */
    PageResult loadLate(LateOrder late) throws CommitUnknownException {
        return loadBy(new PageBefore(false), connection -> connection.loadLate(late));
    }

    private interface Loading {
        PageResult by(LoadConnection connection) throws SQLException, CommitUnknownException;
    }

    private PageResult loadBy(PageBefore trace, Loading loading) throws CommitUnknownException {
        boolean complete = false;
        try {
            if (current == null) {
                // Each connection has a number, so that its staging tables have names of their own.
                current = connections.open(Integer.toString(opened++));
            }
            PageResult written = loading.by(current);
            complete = true;
            if (current.hasAltered()) {
                next.giveUp();
            }
            return written;
        } catch (SQLException e) {
            throw new EtlException(
                    target.pipeline(),
                    "the page could not be loaded, nothing of it was written: " + ServerErrors.server(e) + ". "
                            + ServerErrors.advice(e),
                    e);
        } finally {
            trace.over();
            next.over();
            attempts = current == null ? 0 : current.attempts();
            if (!complete) {
                next.giveUp();
                connections.knownTables().clear();
                if (current != null) {
                    current.abandon();
                    current = null;
                }
            }
        }
    }

    /**
     * Drops the unlogged staging tables that crashed sessions of the pipeline left behind, as the first page does too.
     * Failures are logged, not thrown: the next session tries again.
     */
    public void clear() {
        if (target.staging() == StagingKind.UNLOGGED) {
            try {
                connections.open("clear").close();
            } catch (SQLException | EtlException e) {
                LOG.warn(target.pipeline(), "Staging tables of pipeline {} may be left behind", target.pipeline(), e);
            }
        }
    }

    /** @return how many attempts the last page took: two for a good page of one table, its COPY and its merge */
    public int attempts() {
        return attempts;
    }

    /** Drops the staging tables and gives the connection back as it was. Failures are logged, not thrown. */
    @Override
    public void close() {
        next.close();
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
