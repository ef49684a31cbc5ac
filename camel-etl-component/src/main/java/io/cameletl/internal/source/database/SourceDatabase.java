package io.cameletl.internal.source.database;

import io.cameletl.EtlException;
import io.cameletl.internal.jdbc.Connections;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.server.ServerCheck;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** The source database, asked on a borrowed connection. It must be PostgreSQL, by its own driver. Thread-safe. */
public final class SourceDatabase {
    private final String pipeline;
    private final Connections connections;
    private final ServerCheck server;

    /** @param server how another database than PostgreSQL is refused */
    public SourceDatabase(String pipeline, DataSource dataSource, ServerCheck server) {
        this.pipeline = pipeline;
        this.connections = new Connections(dataSource);
        this.server = server;
    }

    /**
     * Asks under the autocommit that the data source gives: where that is off, in a transaction that ends here.
     *
     * @param what completes the message of a failure: "cannot ..."
     * @throws EtlException when the database cannot be asked, or is not PostgreSQL
     */
    public <T> T ask(String what, Connections.Work<T> question) {
        try {
            return connections.during(what).asLent(connection -> {
                requirePostgres(connection);
                return question.on(connection);
            });
        } catch (SQLException e) {
            throw new EtlException(pipeline, "cannot " + what + ": " + e.getMessage() + remedy(e.getSQLState()), e);
        }
    }

    /** Refuses another product. A database that does not answer now is left to the first question. */
    void checkProduct() {
        try {
            connections.call(connection -> {
                requirePostgres(connection);
                return true;
            });
        } catch (SQLException unreachable) {
            // the product is not known yet; a run says what is wrong
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
        return ". Nothing was read, the cursor stays" + SqlStates.whyEnded(state);
    }

    private void requirePostgres(Connection connection) throws SQLException {
        server.check(connection);
        if (!connection.isWrapperFor(PGConnection.class)) {
            throw new EtlException(
                    pipeline,
                    "sourceDataSource is not made of the PostgreSQL driver's connections, or its pool hides them. Use"
                            + " org.postgresql.Driver, behind a pool that lets its connections be unwrapped");
        }
    }
}
