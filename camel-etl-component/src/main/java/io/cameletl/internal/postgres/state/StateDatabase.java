package io.cameletl.internal.postgres.state;

import io.cameletl.internal.jdbc.Connections;
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

    private final Connections connections;
    private final StateTables tables;

    /** The statements, once the tables are known to be there. */
    private volatile @Nullable StateSql prepared;

    StateDatabase(DataSource dataSource, StateTables tables) {
        this.connections = new Connections(dataSource);
        this.tables = tables;
    }

    /** Work on a connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection, StateSql sql) throws SQLException;
    }

    /** Does the work, whose changes are one statement, on a connection of the data source. */
    <T> T call(String pipeline, String task, Work<T> work) {
        return attempt(pipeline, task, sql -> connections.call(connection -> work.on(connection, sql)));
    }

    /** Does the work, whose changes are several statements, in a transaction on a connection of the data source. */
    <T> T transaction(String pipeline, String task, Work<T> work) {
        return attempt(pipeline, task, sql -> connections.transaction(connection -> work.on(connection, sql)));
    }

    private <T> T attempt(String pipeline, String task, Attempt<T> attempt) {
        StateSql sql = prepared(pipeline);
        for (int number = 1; ; number++) {
            try {
                return attempt.with(sql);
            } catch (SQLException e) {
                if (number == ATTEMPTS || !isConcurrentChange(e)) {
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
            try {
                ready = connections.call(connection -> tables.prepare(connection, pipeline));
            } catch (SQLException e) {
                throw StateErrors.cannot(pipeline, "reach the state store", e);
            }
            prepared = ready;
        }
        return ready;
    }

    private static boolean isConcurrentChange(SQLException e) {
        return SqlStates.is(SqlStates.SERIALIZATION_FAILURE, e) || SqlStates.is(SqlStates.DEADLOCK_DETECTED, e);
    }

    /** Work on a connection of its own. */
    @FunctionalInterface
    private interface Attempt<T> {
        T with(StateSql sql) throws SQLException;
    }
}
