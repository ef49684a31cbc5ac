package io.cameletl.state;

import io.cameletl.jdbc.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs the store's statements, each a transaction of its own. A pool may hand out REPEATABLE READ sessions, where a
 * concurrent change of the row fails the statement; setting the level would cost a round trip each time, trying again
 * costs one only then.
 */
final class StateDatabase {
    private static final int ATTEMPTS = 10;

    private final DataSource dataSource;
    private final StateTables tables;

    /** The statements, once the tables are known to be there. */
    private volatile @Nullable StateSql prepared;

    StateDatabase(DataSource dataSource, StateTables tables) {
        this.dataSource = dataSource;
        this.tables = tables;
    }

    /** Work on a connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection, StateSql sql) throws SQLException;
    }

    /** Does the work on a connection of the data source. */
    <T> T call(String pipeline, String task, Work<T> work) {
        StateSql sql = prepared(pipeline);
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = dataSource.getConnection()) {
                return underAutoCommit(connection, () -> work.on(connection, sql));
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !isConcurrentChange(e)) {
                    throw StateErrors.cannot(pipeline, task, e);
                }
            }
        }
    }

    /** Does the work inside somebody else's transaction. */
    <T> T within(Connection connection, String pipeline, String task, Work<T> work) {
        try {
            return work.on(connection, prepared(pipeline));
        } catch (SQLException e) {
            throw StateErrors.cannot(pipeline, task, e);
        }
    }

    private StateSql prepared(String pipeline) {
        StateSql ready = prepared;
        return ready == null ? prepare(pipeline) : ready;
    }

    private synchronized StateSql prepare(String pipeline) {
        StateSql ready = prepared;
        if (ready == null) {
            try (Connection connection = dataSource.getConnection()) {
                ready = underAutoCommit(connection, () -> tables.prepare(connection, pipeline));
            } catch (SQLException e) {
                throw StateErrors.cannot(pipeline, "reach the state store", e);
            }
            prepared = ready;
        }
        return ready;
    }

    /** Where the pool turned autocommit off, it is on for the work; neither switch is a round trip. */
    private static <T> T underAutoCommit(Connection connection, SqlCall<T> work) throws SQLException {
        if (connection.getAutoCommit()) {
            return work.call();
        }
        connection.setAutoCommit(true);
        try {
            return work.call();
        } finally {
            if (!connection.isClosed()) {
                connection.setAutoCommit(false);
            }
        }
    }

    private static boolean isConcurrentChange(SQLException e) {
        return SqlStates.is(SqlStates.SERIALIZATION_FAILURE, e) || SqlStates.is(SqlStates.DEADLOCK_DETECTED, e);
    }

    @FunctionalInterface
    private interface SqlCall<T> {
        T call() throws SQLException;
    }
}
