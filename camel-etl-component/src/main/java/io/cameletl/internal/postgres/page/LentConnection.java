package io.cameletl.internal.postgres.page;

import io.cameletl.internal.jdbc.HeldConnection;
import io.cameletl.internal.jdbc.watch.Section;
import io.cameletl.internal.outlet.Log;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.staging.StagingTables;
import io.cameletl.internal.server.ServerCheck;
import java.sql.Connection;
import java.sql.SQLException;

/** A connection to the target with its staging tables, until it is given back as it was found, or given up. */
final class LentConnection implements AutoCloseable {
    private static final Log LOG = Log.of(LentConnection.class);

    /** How long a connection may take after a failure to show that it still works. */
    private static final int SECONDS_TO_ANSWER = 10;

    private final PostgresTargetSpec target;
    private final HeldConnection held;
    private final StagingTables staging;

    private LentConnection(PostgresTargetSpec target, String runId, HeldConnection held) {
        this.target = target;
        this.held = held;
        this.staging = new StagingTables(target, runId, held.connection());
    }

    /** @param held closed by this connection; where it cannot be opened, too */
    static LentConnection open(PostgresTargetSpec target, String runId, HeldConnection held) throws SQLException {
        Section section = held.begin("prepare a page's load");
        try {
            LentConnection opened = new LentConnection(target, runId, held);
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

    Connection connection() {
        return held.connection();
    }

    StagingTables staging() {
        return staging;
    }

    /** Begins work on the connection that others are to see, and that does not wait for ever. */
    Section begin(String phase) {
        return held.begin(phase);
    }

    /** Lets the next statement begin a transaction. */
    void begin() throws SQLException {
        held.begin();
    }

    /** @return whether it still answers */
    boolean isAlive(String phase) {
        Section section = held.begin(phase);
        try {
            return isValid();
        } catch (SQLException e) {
            return false;
        } finally {
            section.close();
        }
    }

    private boolean isValid() throws SQLException {
        return held.connection().isValid(SECONDS_TO_ANSWER);
    }

    /** The page is committed. A failure from here on must not look like the page's; the next page will meet it too. */
    void committed() {
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
            if (!isValid()) {
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
