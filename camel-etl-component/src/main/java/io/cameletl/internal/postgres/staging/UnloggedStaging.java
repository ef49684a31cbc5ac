package io.cameletl.internal.postgres.staging;

import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.outlet.Log;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The care that unlogged staging tables need, since they outlive their session. Each names its pipeline in its comment, and
 * its session holds an advisory lock on it. A table whose lock is free was left behind.
 */
final class UnloggedStaging {
    private static final Log LOG = Log.of(UnloggedStaging.class);

    /** The first key of our advisory locks: the letters "etl". */
    private static final int LOCKS = 0x65746c;

    private static final String FIND =
            """
            SELECT c.oid, pg_catalog.format('%I.%I', n.nspname, c.relname) AS name
            FROM pg_catalog.pg_class AS c
            JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
            WHERE c.relkind OPERATOR(pg_catalog.=) 'r' AND c.relpersistence OPERATOR(pg_catalog.=) 'u'
              AND pg_catalog.starts_with(c.relname::pg_catalog.text, 'etl_')
              AND pg_catalog.obj_description(c.oid, 'pg_class') OPERATOR(pg_catalog.=) ?
            """;

    private static final String LOCK =
            """
            SELECT c.oid::pg_catalog.int4, pg_catalog.pg_try_advisory_lock(?, c.oid::pg_catalog.int4)
            FROM pg_catalog.pg_class AS c
            WHERE c.oid OPERATOR(pg_catalog.=) pg_catalog.to_regclass(?)
            """;

    private final Connection connection;
    private final String pipeline;
    private final String used;
    private final String kept;
    private final List<Integer> locked = new ArrayList<>();

    UnloggedStaging(String pipeline, Connection connection) {
        this.connection = connection;
        this.pipeline = pipeline;
        this.used = "camel-etl staging of pipeline \"" + pipeline + "\"";
        this.kept = used + ", kept after a failed load";
    }

    /**
     * Marks a new table as this pipeline's and in use.
     *
     * @throws SQLException when somebody has its lock, which any role may take: it is not waited for
     */
    void adopt(String table) throws SQLException {
        comment(table, used);
        try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
            statement.setInt(1, LOCKS);
            statement.setString(2, table);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    int number = row.getInt(1);
                    if (!row.getBoolean(2)) {
                        throw new SQLException(
                                "another session holds the advisory lock (" + LOCKS + ", " + number
                                        + "), which says that"
                                        + " the staging table " + table
                                        + " is in use. Only this component should take such"
                                        + " locks: see pg_locks with locktype = 'advisory'",
                                SqlStates.LOCK_NOT_AVAILABLE);
                    }
                    locked.add(number);
                }
            }
        }
    }

    /** Marks tables as kept for inspection. Tables whose creation was rolled back do not exist any more. */
    void keep(List<String> tables) throws SQLException {
        for (String table : tables) {
            if (isTrue("SELECT pg_catalog.to_regclass(" + Sql.literal(table) + ") IS NOT NULL")) {
                comment(table, kept);
                LOG.warn(
                        pipeline,
                        "The load failed; its staging table {} is kept until the next load that succeeds",
                        table);
            }
        }
    }

    /** Drops the tables that crashed runs of this pipeline left behind. */
    void dropLeftBehind() throws SQLException {
        drop(used);
    }

    /** Drops the tables kept after failed loads of this pipeline. */
    void dropKept() throws SQLException {
        drop(kept);
    }

    /** Releases the locks. */
    void release() throws SQLException {
        for (int table : locked) {
            unlock(table);
        }
        locked.clear();
    }

    private void drop(String comment) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setString(1, comment);
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    dropUnlessInUse((int) found.getLong("oid"), found.getString("name"));
                }
            }
        }
    }

    private void dropUnlessInUse(int oid, String name) throws SQLException {
        if (!isTrue("SELECT pg_catalog.pg_try_advisory_lock(" + LOCKS + ", " + oid + ")")) {
            return;
        }
        try {
            Sql.run(connection, "DROP TABLE IF EXISTS " + name);
            LOG.info(pipeline, "Dropped the staging table {} that an earlier load left behind", name);
        } catch (SQLException e) {
            LOG.warn(pipeline, "The staging table {} of an earlier load cannot be dropped; drop it by hand", name, e);
        } finally {
            unlock(oid);
        }
    }

    private void comment(String table, String comment) throws SQLException {
        Sql.run(connection, "COMMENT ON TABLE " + table + " IS " + Sql.literal(comment));
    }

    private void unlock(int oid) throws SQLException {
        isTrue("SELECT pg_catalog.pg_advisory_unlock(" + LOCKS + ", " + oid + ")");
    }

    private boolean isTrue(String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet row = statement.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }
}
