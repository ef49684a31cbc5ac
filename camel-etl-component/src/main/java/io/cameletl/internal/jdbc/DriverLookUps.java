package io.cameletl.internal.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.postgresql.jdbc.PgConnection;

/**
 * Lets PostgreSQL's driver look up types and columns in the catalog. Its statements name functions and operators without a
 * schema, so that the session's search path says whose they are. Here the path shows PostgreSQL's alone.
 *
 * <p>An instance stands for a statement whose results are asked for their types: the driver looks up each type that it does
 * not know by itself once on each connection. Thread-safe.
 */
public final class DriverLookUps {
    private static final String PATH = "SET LOCAL search_path TO pg_catalog, pg_temp";
    private static final String SAVEPOINT = "etl_look_up";

    private final Set<PgConnection> done = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    /**
     * Does work on any database; on a connection of PostgreSQL's for the first time, with another path.
     *
     * @param work that asks for metadata of results that were read before
     */
    public <T> T once(Connection connection, Connections.Work<T> work) throws SQLException {
        if (!connection.isWrapperFor(PgConnection.class)) {
            return work.on(connection);
        }
        PgConnection session = connection.unwrap(PgConnection.class);
        if (done.contains(session)) {
            return work.on(connection);
        }
        T found = on(connection, work);
        done.add(session);
        return found;
    }

    /** Forgets on which connections it was done, when the types may be others. */
    public void forget() {
        done.clear();
    }

    /**
     * Does work with another path.
     *
     * @param connection under autocommit, or in a transaction, which stays as it is
     */
    public static <T> T on(Connection connection, Connections.Work<T> work) throws SQLException {
        if (connection.getAutoCommit()) {
            return Connections.transaction(connection, same -> {
                Sql.run(same, PATH);
                return work.on(same);
            });
        }
        Sql.run(connection, "SAVEPOINT " + SAVEPOINT, PATH);
        T found = work.on(connection);
        Sql.run(connection, "ROLLBACK TO SAVEPOINT " + SAVEPOINT, "RELEASE SAVEPOINT " + SAVEPOINT);
        return found;
    }
}
