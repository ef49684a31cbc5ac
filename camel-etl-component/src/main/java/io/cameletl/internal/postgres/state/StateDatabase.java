package io.cameletl.internal.postgres.state;

import io.cameletl.internal.jdbc.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs the store's statements, each a transaction of its own unless they belong together. A pool may hand out REPEATABLE READ sessions, where a
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

    /** Does the work, whose changes are one statement, on a connection of the data source. */
    <T> T call(String pipeline, String task, Work<T> work) {
        return attempt(pipeline, task, StateDatabase::underAutoCommit, work);
    }

    /** Does the work, whose changes are several statements, in a transaction on a connection of the data source. */
    <T> T transaction(String pipeline, String task, Work<T> work) {
        return attempt(pipeline, task, StateDatabase::inTransaction, work);
    }

    private <T> T attempt(String pipeline, String task, Mode mode, Work<T> work) {
        StateSql sql = prepared(pipeline);
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = dataSource.getConnection()) {
                return mode.run(connection, () -> work.on(connection, sql));
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

    private static <T> T inTransaction(Connection connection, SqlCall<T> work) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try {
            T result = work.call();
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            undo(connection, e);
            throw e;
        } finally {
            if (!connection.isClosed()) {
                connection.setAutoCommit(autoCommit);
            }
        }
    }

    private static void undo(Connection connection, Exception e) {
        try {
            connection.rollback();
        } catch (SQLException lost) {
            e.addSuppressed(lost);
        }
    }

    private static boolean isConcurrentChange(SQLException e) {
        return SqlStates.is(SqlStates.SERIALIZATION_FAILURE, e) || SqlStates.is(SqlStates.DEADLOCK_DETECTED, e);
    }

    /** How a connection does some work. */
    private interface Mode {
        <T> T run(Connection connection, SqlCall<T> work) throws SQLException;
    }

    @FunctionalInterface
    private interface SqlCall<T> {
        T call() throws SQLException;
    }
}
