package io.cameletl.source;

import io.cameletl.EtlException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Lends connections to the source and gives them back as they were. */
final class SourceDatabase {
    private final String pipeline;
    private final DataSource dataSource;

    SourceDatabase(String pipeline, DataSource dataSource) {
        this.pipeline = pipeline;
        this.dataSource = dataSource;
    }

    /** What is asked of the source. */
    @FunctionalInterface
    interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    /**
     * Asks in autocommit when the pool gives its connections so, else in a transaction that ends here.
     *
     * @param what for the message of a failure: "cannot ..."
     */
    <T> T ask(String what, Question<T> question) {
        try (Connection connection = dataSource.getConnection()) {
            requirePostgres(connection);
            if (connection.getAutoCommit()) {
                return question.ask(connection);
            }
            boolean answered = false;
            try {
                T answer = question.ask(connection);
                answered = true;
                connection.commit();
                return answer;
            } finally {
                if (!answered) {
                    rollBack(connection);
                }
            }
        } catch (SQLException e) {
            throw new EtlException(pipeline, "cannot " + what + ": " + e.getMessage() + remedy(e.getSQLState()), e);
        }
    }

    private static String remedy(@Nullable String state) {
        String known = state == null ? "" : state;
        if (known.startsWith("42")) {
            return ". Check query, cursorColumns and what the source's role may read";
        }
        if (known.startsWith("22")) {
            return ". Check what the query computes; if the stored cursor does not fit the cursor columns' types any"
                    + " more, set another with operation=seek";
        }
        return ". Nothing was read, the cursor stays";
    }

    private void requirePostgres(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        if (!"PostgreSQL".equals(product)) {
            throw new EtlException(
                    pipeline,
                    "the option query reads PostgreSQL, sourceDataSource is " + product
                            + ". Read it by an endpoint (source=sql:...) or a Source bean");
        }
        if (!connection.isWrapperFor(PGConnection.class)) {
            throw new EtlException(
                    pipeline,
                    "sourceDataSource is not made of the PostgreSQL driver's connections, or its pool hides them. Use"
                            + " org.postgresql.Driver, behind a pool that lets its connections be unwrapped");
        }
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException broken) {
            // the failure that led here says more; a broken connection is the pool's to throw away
        }
    }
}
