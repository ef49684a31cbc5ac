package io.cameletl.internal.postgres.page;

import io.cameletl.EtlException;
import io.cameletl.StagingKind;
import io.cameletl.TargetData;
import io.cameletl.internal.engine.driver.CommitUnknownException;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.load.ServerErrors;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the pages of one run. It takes a connection at the first page and holds it until it is closed, or until a page
 * fails: the next page then begins with another connection. Used by one thread at a time.
 */
public final class PostgresSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresSession.class);

    private final PostgresTargetSpec target;
    private final String runId;
    private int connections;
    private int tries;
    private @Nullable LoadConnection workspace;

    public PostgresSession(PostgresTargetSpec target, String runId) {
        this.target = target;
        this.runId = runId;
    }

    /**
     * Loads a page: its rows and the step are committed together or not at all.
     *
     * @param page the records by table; may be empty, then only the step is taken
     * @param inTransaction runs last before the commit, on the same connection
     * @param synchronous whether the commit waits until it is on disk, as the server is set up. Without, a crash of the
     *     server may take back the last pages, whole: right where the step moves the cursor, which goes back with them
     * @param rejectsAllowed how many bad records may be left out: those that the data is to blame for, by SQLSTATE 22 or
     *     23, or because they cannot be written as text. They go to the step, and the others are loaded; with one more,
     *     nothing is. With 0 the first bad record fails the page. What a custom commit refuses, or a constraint that is
     *     checked at the commit, cannot be told by record and fails the page too
     * @return what became of the records, by the tables' names as the page has them, in the order loaded; and the
     *     rejected ones
     * @throws CommitUnknownException when the connection was lost at the commit
     * @throws EtlException when the page could not be loaded; nothing was written. A
     *     {@link io.cameletl.BadRecordException} when a single record is to blame, else the cause tells
     *     whether another try may help. The step's own runtime exceptions come through as they are
     */
    public PageResult load(
            List<TargetData> page, TransactionStep inTransaction, boolean synchronous, int rejectsAllowed)
            throws CommitUnknownException {
        boolean loaded = false;
        try {
            if (workspace == null) {
                // A number more for each connection: no staging table is ever mistaken for an earlier one's.
                workspace = LoadConnection.open(target, runId + '/' + connections++);
            }
            PageResult written = workspace.load(page, inTransaction, synchronous, rejectsAllowed);
            loaded = true;
            return written;
        } catch (SQLException e) {
            throw new EtlException(
                    target.pipeline(),
                    "the page could not be loaded, nothing of it was written: " + ServerErrors.server(e) + ". "
                            + ServerErrors.advice(e),
                    e);
        } finally {
            tries = workspace == null ? 0 : workspace.tries();
            if (!loaded && workspace != null) {
                workspace.abandon();
                workspace = null;
            }
        }
    }

    /**
     * Drops the unlogged staging tables that earlier sessions of the pipeline left behind when they crashed, as the
     * first page does by itself. Failures are logged, not thrown: the next session tries again.
     */
    public void clear() {
        if (target.staging() == StagingKind.UNLOGGED) {
            try {
                LoadConnection.open(target, runId).close();
            } catch (SQLException | EtlException e) {
                LOG.warn("Staging tables of pipeline {} may be left behind", target.pipeline(), e);
            }
        }
    }

    /** @return how many tries the last page took: two for a good page of one table, its COPY and its merge */
    public int tries() {
        return tries;
    }

    /** Drops the staging tables and gives the connection back as it was. Failures are logged, not thrown. */
    @Override
    public void close() {
        if (workspace != null) {
            workspace.close();
            workspace = null;
        }
    }
}
