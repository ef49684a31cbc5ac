package io.cameletl.internal.source.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.concurrent.Callable;
import javax.sql.DataSource;

/** The time of a database of any kind that knows the standard's {@code CURRENT_TIMESTAMP}. Thread-safe. */
public final class DatabaseClock implements Callable<Instant> {
    private final DataSource dataSource;

    /** @param dataSource the database */
    public DatabaseClock(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** @throws SQLException when the database cannot be asked */
    @Override
    public Instant call() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT CURRENT_TIMESTAMP")) {
            result.next();
            Instant now = result.getTimestamp(1).toInstant();
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            return now;
        }
    }
}
