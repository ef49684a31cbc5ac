package io.cameletl.internal.jdbc.watch;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Which server a connection leads to. Of a cluster only one takes writes: that is one server, whatever its address. There may
 * be many standbys behind one address, and a process of one says nothing of that of another. They are told apart by when
 * they were started, which costs a statement on each of their connections.
 */
final class ServerName {
    private static final String PRIMARY = "primary";
    private static final String STARTED =
            "SELECT CAST(EXTRACT(epoch FROM pg_catalog.pg_postmaster_start_time()) AS pg_catalog.text)";

    private static final Map<PGConnection, String> STANDBYS = Collections.synchronizedMap(new WeakHashMap<>());

    private ServerName() {}

    /** Takes note of it, where it must be asked for. */
    static void learn(Connection connection) throws SQLException {
        if (isStandby(connection)) {
            of(connection);
        }
    }

    static String of(Connection connection) throws SQLException {
        if (!isStandby(connection)) {
            return PRIMARY;
        }
        PGConnection session = connection.unwrap(PGConnection.class);
        String known = STANDBYS.get(session);
        if (known == null) {
            known = ask(connection);
            STANDBYS.put(session, known);
        }
        return known;
    }

    /** @return what was learnt; null when nothing was */
    static @Nullable String known(@Nullable PGConnection session) {
        return session == null ? null : isStandby(session) ? STANDBYS.get(session) : PRIMARY;
    }

    private static boolean isStandby(Connection connection) throws SQLException {
        return connection.isWrapperFor(PGConnection.class) && isStandby(connection.unwrap(PGConnection.class));
    }

    private static boolean isStandby(PGConnection session) {
        return "on".equals(session.getParameterStatus("in_hot_standby"));
    }

    private static String ask(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(STARTED)) {
            row.next();
            return row.getString(1);
        } finally {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
        }
    }
}
