package io.cameletl.internal.postgres.state;

import io.cameletl.internal.jdbc.Connections;
import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.jdbc.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs the store's work, each piece in a transaction of its own. A pool may lend sessions at REPEATABLE READ, where a
 * concurrent change of the row fails the statement. Setting the level would cost a round trip each time; trying again
 * costs one only then.
 */
final class StateDatabase {
    private static final int ATTEMPTS = 10;

    private final Connections connections;
    private final StateTables tables;
    private final HistoryLimits limits;

    /** The statements, once the tables are known to be there. */
    private volatile @Nullable StateSql prepared;

    StateDatabase(DataSource dataSource, StateTables tables, HistoryLimits limits) {
        this.connections = new Connections(dataSource);
        this.tables = tables;
        this.limits = limits;
    }

    /** Work on a pipeline's state. */
    @FunctionalInterface
    interface Work<T> {
        T on(PipelineState state) throws SQLException;
    }

    /** Does the work, whose changes are one statement, on a connection of the data source. */
    <T> T call(String pipeline, String task, Work<T> work) {
        return attempt(pipeline, task, connections.during(task)::call, work);
    }

    /** Does the work, whose changes are several statements, in a transaction on a connection of the data source. */
    <T> T transaction(String pipeline, String task, Work<T> work) {
        return attempt(pipeline, task, connections.during(task)::transaction, work);
    }

    /** Work that does more than SQL on the state. */
    @FunctionalInterface
    interface TurnWork<T> {
        T on(PipelineState state) throws Exception;
    }

    /** Does the work in a READ COMMITTED transaction, once: not all that it does can be taken back. */
    <T> T inTurn(String pipeline, TurnWork<T> work) throws Exception {
        StateSql sql = prepared(pipeline);
        try {
            return connections.during("load a page in its turn").transaction(connection -> {
                Sql.run(connection, "SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE");
                try {
                    return work.on(new PipelineState(connection, sql, limits, pipeline));
                } catch (SQLException | RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new Passing(e);
                }
            });
        } catch (Passing e) {
            throw e.passed;
        } catch (SQLException e) {
            throw StateErrors.cannot(pipeline, "load a page in its turn", e);
        }
    }

    /** Carries an exception through a place that does not declare it. */
    private static final class Passing extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Exception passed;

        Passing(Exception passed) {
            super(passed);
            this.passed = passed;
        }
    }

    private <T> T attempt(String pipeline, String task, Borrowing borrowing, Work<T> work) {
        StateSql sql = prepared(pipeline);
        for (int attempt = 1; ; attempt++) {
            try {
                return borrowing.run(connection -> work.on(new PipelineState(connection, sql, limits, pipeline)));
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !isConcurrentChange(e)) {
                    throw StateErrors.cannot(pipeline, task, e);
                }
            }
        }
    }

    /** Does the work inside the caller's transaction. */
    <T> T within(Connection connection, String pipeline, String task, Work<T> work) {
        try {
            return work.on(new PipelineState(connection, prepared(pipeline), limits, pipeline));
        } catch (SQLException e) {
            throw StateErrors.cannot(pipeline, task, e);
        }
    }

    /** Finds the tables, or makes them, unless that is done. Takes a connection the first time. */
    void prepareFor(String pipeline) {
        Objects.requireNonNull(prepared(pipeline));
    }

    private StateSql prepared(String pipeline) {
        StateSql ready = prepared;
        return ready == null ? prepare(pipeline) : ready;
    }

    private synchronized StateSql prepare(String pipeline) {
        StateSql ready = prepared;
        if (ready == null) {
            try {
                ready = connections
                        .during("look for the state tables")
                        .call(connection -> tables.prepare(connection, pipeline));
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

    /** How a connection is borrowed. */
    private interface Borrowing {
        <T> T run(Connections.Work<T> work) throws SQLException;
    }
}
