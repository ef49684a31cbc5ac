package io.cameletl.internal.jdbc;

import io.cameletl.internal.jdbc.watch.Section;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * A borrowed connection that is kept for one transaction after another. Between them it is under autocommit. Used by
 * one thread at a time.
 */
public final class HeldConnection implements AutoCloseable {
    private final DataSource dataSource;
    private final Connection connection;
    private final boolean autoCommit;

    private HeldConnection(DataSource dataSource, Connection connection, boolean autoCommit) {
        this.dataSource = dataSource;
        this.connection = connection;
        this.autoCommit = autoCommit;
    }

    static HeldConnection of(DataSource dataSource, Connection connection) throws SQLException {
        try {
            HeldConnection held = new HeldConnection(dataSource, connection, connection.getAutoCommit());
            connection.setAutoCommit(true);
            return held;
        } catch (Throwable failure) {
            Connections.follow(failure, connection, Connection::close);
            throw failure;
        }
    }

    /** Begins work on the connection that others are to see, and that does not wait for ever. */
    public Section begin(String phase) {
        return Section.begin(dataSource, phase).on(connection);
    }

    /** @return the connection; its autocommit is not to be switched, and it is not to be closed */
    public Connection connection() {
        return connection;
    }

    /** Lets the next statement begin a transaction. */
    public void begin() throws SQLException {
        connection.setAutoCommit(false);
    }

    /** Goes back to autocommit, after the commit. */
    public void end() throws SQLException {
        connection.setAutoCommit(true);
    }

    /** Rolls back what is open, and goes back to autocommit. */
    public void rollBack() throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** Gives the connection back as it was found; outside a transaction. */
    @Override
    public void close() throws SQLException {
        try (Connection closing = connection) {
            Connections.restore(closing, autoCommit);
        }
    }

    /** As {@link #close()}, after a failure: what fails now is suppressed onto that. */
    public void closeAfter(Throwable failure) {
        Connections.follow(failure, connection, same -> close());
    }

    /** As {@link #closeAfter}, where the connection may be broken or not as it was found: no pool lends it again. */
    public void discardAfter(Throwable failure) {
        Connections.follow(failure, connection, Connections::closeAtDriver);
        Connections.follow(failure, connection, Connection::close);
    }
}
