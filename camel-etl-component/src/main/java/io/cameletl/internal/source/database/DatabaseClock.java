package io.cameletl.internal.source.database;

import io.cameletl.EtlException;
import io.cameletl.internal.jdbc.Connections;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.Callable;
import javax.sql.DataSource;

/**
 * The time of a source database of any kind. Known products are asked for UTC and answer a text, so that no zone of the
 * session, the driver or this JVM has a say. Others must give {@code CURRENT_TIMESTAMP} with its zone, as the standard
 * says. Thread-safe.
 */
public final class DatabaseClock implements Callable<Instant> {
    private static final String UNCLEAR =
            "Leave out sourceDataSource, so that windows end by this machine's clock, and make consistencyDelay longer by"
                    + " what it may be ahead of the database's; or let a Source bean read the clock in its now()";

    private final String pipeline;
    private final Connections connections;

    /**
     * @param pipeline the pipeline's name, for messages
     * @param dataSource the database
     */
    public DatabaseClock(String pipeline, DataSource dataSource) {
        this.pipeline = pipeline;
        this.connections = new Connections(dataSource).during("read the source database's clock");
    }

    /**
     * @throws SQLException when the database cannot be asked
     * @throws EtlException when its answer does not tell which instant it means
     */
    @Override
    public Instant call() throws SQLException {
        return connections.asLent(connection -> NetworkTimeout.during(connection, this::read));
    }

    private Instant read(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        String query = UtcQuery.of(product);
        return query == null ? standard(connection, product) : utc(connection, product, query);
    }

    private Instant utc(Connection connection, String product, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            String text = result.getString(1);
            try {
                return UtcQuery.instant(text);
            } catch (DateTimeException e) {
                throw new EtlException(
                        pipeline,
                        product + " answers \"" + query + "\" with " + text + ", which is no time. " + UNCLEAR,
                        e);
            }
        }
    }

    private Instant standard(Connection connection, String product) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT CURRENT_TIMESTAMP")) {
            if (result.getMetaData().getColumnType(1) != Types.TIMESTAMP_WITH_TIMEZONE) {
                throw new EtlException(
                        pipeline,
                        "the clock of sourceDataSource, which is " + product + ", is a time without zone: its type is "
                                + result.getMetaData().getColumnTypeName(1) + ". " + UNCLEAR);
            }
            result.next();
            return result.getObject(1, OffsetDateTime.class).toInstant();
        }
    }
}
