package io.cameletl.internal.source.database;

import io.cameletl.internal.jdbc.Connections;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import org.postgresql.PGConnection;

/**
 * Bounds how long short questions to another database than PostgreSQL may go unanswered. A PostgreSQL connection is asked
 * after by another one instead, which tells a slow answer from one that is lost.
 */
final class NetworkTimeout {
    private static final int MILLIS = (int) Duration.ofSeconds(30).toMillis();

    private NetworkTimeout() {}

    /** @return what the work returned; the connection has the timeout that it had */
    static <T> T during(Connection connection, Connections.Work<T> work) throws SQLException {
        if (connection.isWrapperFor(PGConnection.class)) {
            return work.on(connection);
        }
        int before;
        try {
            before = connection.getNetworkTimeout();
            if (before > 0 && before <= MILLIS) {
                return work.on(connection);
            }
            connection.setNetworkTimeout(Runnable::run, MILLIS);
        } catch (SQLFeatureNotSupportedException | AbstractMethodError | UnsupportedOperationException e) {
            return work.on(connection);
        }
        T found = work.on(connection);
        connection.setNetworkTimeout(Runnable::run, before);
        return found;
    }
}
