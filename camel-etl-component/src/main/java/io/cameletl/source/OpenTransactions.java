package io.cameletl.source;

import io.cameletl.EtlException;
import io.cameletl.ExtractRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import javax.sql.DataSource;

/**
 * The transactions still open in a PostgreSQL database: what they write carries a time no earlier than their start, so
 * a window that ends before the oldest of them misses none of it. Thread-safe.
 *
 * <p>A transaction prepared for two-phase commit no longer says when it started. While there is one, no window is
 * opened at all; as its start was seen while it was open, it lies after the last window's end.
 */
public final class OpenTransactions {
    private static final String SQL =
            """
            SELECT (SELECT pg_catalog.min(a.xact_start)
                    FROM pg_catalog.pg_stat_activity a
                    WHERE a.datname = pg_catalog.current_database() AND a.pid <> pg_catalog.pg_backend_pid()
                      AND a.backend_type <> 'autovacuum worker'),
                   (SELECT pg_catalog.count(*)
                    FROM pg_catalog.pg_prepared_xacts p
                    WHERE p.database = pg_catalog.current_database()),
                   pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE'),
                   CURRENT_USER""";

    private final String pipeline;
    private final SourceDatabase database;

    /**
     * @param pipeline the pipeline's name, for messages
     * @param dataSource the source database
     */
    public OpenTransactions(String pipeline, DataSource dataSource) {
        this.pipeline = pipeline;
        this.database = new SourceDatabase(pipeline, dataSource);
    }

    /**
     * Asks for the oldest of them.
     *
     * @param end a window's end
     * @return the end, or the start of the oldest open transaction when that is earlier; the far past while a
     *     transaction is prepared
     * @throws EtlException when the database is not PostgreSQL, cannot be asked, or does not let its user see others'
     *     transactions
     */
    public Instant before(Instant end) {
        return database.ask("read the open transactions", connection -> oldest(connection, end));
    }

    private Instant oldest(Connection connection, Instant end) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SQL);
                ResultSet result = statement.executeQuery()) {
            result.next();
            if (!result.getBoolean(3)) {
                throw new EtlException(
                        pipeline,
                        "openTransactionGuard needs to see all open transactions of the source, and its user \""
                                + result.getString(4)
                                + "\" may not. Let an administrator run: GRANT pg_read_all_stats TO \""
                                + result.getString(4) + "\"");
            }
            if (result.getLong(2) > 0) {
                return ExtractRequest.BEGINNING;
            }
            OffsetDateTime oldest = result.getObject(1, OffsetDateTime.class);
            return oldest == null || oldest.toInstant().isAfter(end) ? end : oldest.toInstant();
        }
    }
}
