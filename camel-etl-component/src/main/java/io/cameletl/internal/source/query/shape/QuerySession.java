package io.cameletl.internal.source.query.shape;

import io.cameletl.internal.jdbc.Connections;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.jdbc.Timeouts;
import io.cameletl.internal.jdbc.watch.SessionSettings;
import io.cameletl.internal.outlet.Log;
import io.cameletl.internal.outlet.Outlet;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The settings that the user's query is read under, so that it answers the same in every session. They are local to the
 * transaction, and sent in one round trip with the statement that they are for. Thread-safe.
 *
 * <p>{@code standard_conforming_strings} and {@code search_path} are not among them: the user's query means what it means
 * in his database.
 */
public final class QuerySession {
    private static final Log LOG = Log.of(QuerySession.class);

    /**
     * Times and amounts of money are written alike whatever the zone of the JVM, which the driver gives to the session, and
     * the country of the database. Floats have all their digits, arrays their NULLs.
     */
    private static final String SETTINGS =
            """
            SELECT pg_catalog.set_config('TimeZone', 'UTC', true),
                   pg_catalog.set_config('IntervalStyle', 'postgres', true),
                   pg_catalog.set_config('extra_float_digits', '3', true),
                   pg_catalog.set_config('lc_monetary', 'C', true),
                   pg_catalog.set_config('bytea_output', 'hex', true),
                   pg_catalog.set_config('array_nulls', 'on', true),
                   pg_catalog.set_config('row_security', '%s', true),
            """;

    private static final String ALL_ROWS = SETTINGS.replace("%s", "off");
    private static final String VISIBLE_ROWS = SETTINGS.replace("%s", "on");
    private static final String END = ";\n";

    private final String pipeline;
    private final Timeouts timeouts;
    private volatile boolean underPolicies;

    QuerySession(String pipeline, Timeouts timeouts) {
        this.pipeline = pipeline;
        this.timeouts = timeouts;
    }

    /** @return a statement to be put before another */
    String settings() {
        return (underPolicies ? VISIBLE_ROWS : ALL_ROWS)
                + SessionSettings.columns(pipeline, false)
                + timeouts.settings()
                + END;
    }

    /** @return settings under which a lock is waited for 5 seconds only: what is checked now is checked again later */
    public static String waitingShortly(String settings) {
        return settings.substring(0, settings.length() - END.length())
                + ",\n       pg_catalog.set_config('lock_timeout', '5s', true)" + END;
    }

    /** Executes settings and the statement behind them, and answers that statement's result. */
    public static ResultSet execute(PreparedStatement statement) throws SQLException {
        statement.execute();
        statement.getMoreResults();
        return statement.getResultSet();
    }

    /**
     * Does work under {@link #settings()}. Where a policy hides rows the server refuses that, since {@code row_security} is
     * off; then the work is done on the rows that are visible, from now on, and the log says so.
     */
    <T> T on(Connection connection, Connections.Work<T> work) throws SQLException {
        try {
            return work.on(connection);
        } catch (SQLException refused) {
            if (underPolicies || !SqlStates.is(SqlStates.INSUFFICIENT_PRIVILEGE, refused)) {
                throw refused;
            }
            afterFailure(connection);
            underPolicies = true;
            return onVisible(connection, work, refused);
        }
    }

    private <T> T onVisible(Connection connection, Connections.Work<T> work, SQLException refused) throws SQLException {
        try {
            T done = work.on(connection);
            LOG.warn(
                    pipeline,
                    "Pipeline {} reads only the rows that row-level security shows to its source's user; the others"
                            + " are not loaded ({}). Give the user BYPASSRLS or a policy for all rows, unless it is meant"
                            + " so",
                    pipeline,
                    Outlet.words(refused));
            return done;
        } catch (SQLException | RuntimeException other) {
            underPolicies = false;
            throw other;
        }
    }

    /** Lets the connection be asked again, where a failed statement has failed a transaction. */
    public static void afterFailure(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
        }
    }
}
