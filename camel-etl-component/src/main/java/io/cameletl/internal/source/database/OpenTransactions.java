package io.cameletl.internal.source.database;

import io.cameletl.EtlException;
import io.cameletl.ExtractRequest;
import io.cameletl.internal.server.ServerCheck;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import javax.sql.DataSource;

/**
 * The transactions still open in a PostgreSQL database: what they write carries a time hardly earlier than their
 * start, so a window that ends well before the oldest of them misses none of it. Thread-safe.
 *
 * <p>A transaction counts from its start, or from that of the statement it is part of: a procedure that commits on its
 * way may still write a time that it took before. A session is listed as active just before its transaction is, so
 * that covers the moment in between, too.
 *
 * <p>A transaction prepared for two-phase commit no longer says when it started. While there is one, no window is
 * opened at all; as its start was seen while it was open, it lies after the last window's end.
 *
 * <p>A transaction leaves the list after it is visible, or after it is among the prepared ones; those leave theirs
 * after they are visible. So the prepared ones must be read last: they depend on a value of the first list.
 */
public final class OpenTransactions {
    private static final String SQL =
            """
            SELECT a.oldest,
                   (SELECT pg_catalog.count(*)
                    FROM pg_catalog.pg_prepared_xacts p
                    WHERE p.database OPERATOR(pg_catalog.=) a.datname) AS prepared,
                   a.tracked,
                   a.untracked,
                   pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE') AS granted,
                   pg_catalog.pg_is_in_recovery() AS standby,
                   CURRENT_USER AS reader
            FROM (SELECT s.datname,
                         pg_catalog.min(
                             CASE WHEN s.backend_type OPERATOR(pg_catalog.=) 'client backend'
                                       AND (s.state OPERATOR(pg_catalog.=) 'active'
                                            OR s.state OPERATOR(pg_catalog.=) 'fastpath function call')
                                  THEN LEAST(s.xact_start, s.query_start)
                                  ELSE s.xact_start
                             END) FILTER (WHERE s.pid OPERATOR(pg_catalog.<>) pg_catalog.pg_backend_pid()) AS oldest,
                         pg_catalog.bool_or(s.pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid()
                                            AND s.xact_start IS NOT NULL) AS tracked,
                         pg_catalog.min(COALESCE(CAST(s.usename AS pg_catalog.text), s.backend_type))
                             FILTER (WHERE s.state OPERATOR(pg_catalog.=) 'disabled') AS untracked
                  FROM pg_catalog.pg_stat_activity s
                  WHERE s.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()
                    AND s.backend_type OPERATOR(pg_catalog.<>) 'autovacuum worker'
                  GROUP BY s.datname) a""";

    private final String pipeline;
    private final Duration margin;
    private final SourceDatabase database;

    /**
     * @param pipeline the pipeline's name, for messages
     * @param dataSource the source database
     * @param margin how much earlier than the start of its transaction a change time may be
     */
    public OpenTransactions(String pipeline, DataSource dataSource, Duration margin) {
        this.pipeline = pipeline;
        this.margin = margin;
        this.database = new SourceDatabase(
                pipeline,
                dataSource,
                ServerCheck.source(
                        pipeline,
                        "openTransactionGuard asks PostgreSQL for its open transactions",
                        "Leave the option out, and give a consistencyDelay longer than the longest writing"
                                + " transaction"));
    }

    /**
     * Refuses another product now, not at the first run. A database that does not answer now may do so later.
     *
     * @throws EtlException when the database is not PostgreSQL
     */
    public void check() {
        database.checkProduct();
    }

    /**
     * Asks for the oldest of them.
     *
     * @param end a window's end
     * @return the end of the window that misses no row: the end, or a margin before the start of the oldest open transaction when that is earlier; the far past
     *     while a transaction is prepared
     * @throws EtlException when the database is not PostgreSQL, is a standby, cannot be asked, or does not show all
     *     transactions
     */
    public Instant before(Instant end) {
        return database.ask("read the open transactions", connection -> oldest(connection, end));
    }

    private Instant oldest(Connection connection, Instant end) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SQL);
                ResultSet result = statement.executeQuery()) {
            boolean listed = result.next();
            if (!listed || !result.getBoolean("tracked")) {
                throw hidden("its server lists none, not even this one's own; see its setting track_activities");
            }
            requireAllSeen(result);
            if (result.getLong("prepared") > 0) {
                return ExtractRequest.BEGINNING;
            }
            OffsetDateTime oldest = result.getObject("oldest", OffsetDateTime.class);
            Instant committed = oldest == null ? end : oldest.toInstant().minus(margin);
            return committed.isBefore(end) ? committed : end;
        }
    }

    private void requireAllSeen(ResultSet result) throws SQLException {
        String reader = result.getString("reader");
        if (result.getBoolean("standby")) {
            throw hidden("it is a standby, which does not know those of its primary. Name the primary in"
                    + " sourceDataSource, or leave the option out and give a consistencyDelay longer than the longest"
                    + " writing transaction and the standby's lag together");
        }
        if (!result.getBoolean("granted")) {
            throw hidden("its user \"" + reader + "\" may not. Let an administrator run: GRANT pg_read_all_stats TO \""
                    + reader + "\"");
        }
        String untracked = result.getString("untracked");
        if (untracked != null) {
            throw hidden("a session of \"" + untracked + "\" hides its own, by the setting track_activities. Turn it on"
                    + " for that role and its database, and let it connect again");
        }
    }

    private EtlException hidden(String why) {
        return new EtlException(
                pipeline, "openTransactionGuard needs to see all open transactions of the source, and " + why);
    }
}
