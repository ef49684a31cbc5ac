package io.cameletl.support;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A running PostgreSQL server. {@link PostgresServers} chooses and starts it. Safe for use by many threads.
 *
 * <p>A failing SQL statement is an {@link IllegalStateException} with the {@link SQLException} as its cause.
 */
public interface PostgresServer extends AutoCloseable {

    /** The JDBC URL of one database, without user and password. */
    String jdbcUrl(String database);

    /** A superuser, or at least one that may create databases. */
    String user();

    /** The user's password; a server that trusts local connections takes any. */
    String password();

    /** The database to connect to for creating and dropping others. */
    default String adminDatabase() {
        return "postgres";
    }

    /** Connections to one database, a new one each time: no pool, no leak check. */
    default DataSource dataSource(String database) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setURL(jdbcUrl(database));
        dataSource.setUser(user());
        dataSource.setPassword(password());
        return dataSource;
    }

    /** Creates an empty database with a random name that no other test has, and returns the name. */
    default String createDatabase() {
        return createDatabase("");
    }

    /**
     * The template's files are copied, which takes a tenth of the time that copying them through the log does.
     *
     * @param properties such as {@code encoding 'LATIN1'}
     */
    default String createDatabase(String properties) {
        String name =
                "etl_test_" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
        administer("create database " + name + " strategy file_copy " + properties);
        return name;
    }

    /** Drops a database, and ends the sessions that still use it; one that does not exist is no error. */
    default void dropDatabase(String name) {
        administer("drop database if exists \"" + name + "\" with (force)");
    }

    /** Whether {@link #killImmediately()} and {@link #restart()} work: the server is this test's own. */
    default boolean killable() {
        return false;
    }

    /**
     * Ends the server as a crash does: no checkpoint, no goodbye to its clients. Returns when the processes are gone.
     * A server that is already dead stays dead.
     *
     * @throws UnsupportedOperationException when the server is not {@link #killable()}
     */
    default void killImmediately() {
        throw new UnsupportedOperationException("Only a server of PostgresServers.startKillable() can be killed");
    }

    /**
     * Kills the server's processes by the signal that cannot be caught, all of them. Returns when they are gone. A
     * server that is already dead stays dead.
     *
     * @throws UnsupportedOperationException when the server is not {@link #killable()}
     */
    default void killProcesses() {
        throw new UnsupportedOperationException("Only a server of PostgresServers.startKillable() can be killed");
    }

    /**
     * Starts the server again, on the same port and the same data; stops it first when it is running. Returns when it
     * accepts connections.
     *
     * @throws UnsupportedOperationException when the server is not {@link #killable()}
     */
    default void restart() {
        throw new UnsupportedOperationException("Only a server of PostgresServers.startKillable() can be restarted");
    }

    /** Stops a server that was started for the tests and removes its data; leaves an external one alone. */
    @Override
    void close();

    private void administer(String sql) {
        try (Connection connection = dataSource(adminDatabase()).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("Failed on " + jdbcUrl(adminDatabase()) + ": " + sql, e);
        }
    }
}
