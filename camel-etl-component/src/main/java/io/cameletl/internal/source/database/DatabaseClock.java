package io.cameletl.internal.source.database;

import io.cameletl.internal.jdbc.Connections;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.concurrent.Callable;
import javax.sql.DataSource;

/** The time of a database of any kind that knows the standard's {@code CURRENT_TIMESTAMP}. Thread-safe. */
public final class DatabaseClock implements Callable<Instant> {
    private final Connections connections;

    /** @param dataSource the database */
    public DatabaseClock(DataSource dataSource) {
        this.connections = new Connections(dataSource);
    }

    /** @throws SQLException when the database cannot be asked */
    @Override
    public Instant call() throws SQLException {
        return connections.asLent(DatabaseClock::read);
    }

    private static Instant read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT CURRENT_TIMESTAMP")) {
            result.next();
            return result.getTimestamp(1).toInstant();
        }
    }
}
