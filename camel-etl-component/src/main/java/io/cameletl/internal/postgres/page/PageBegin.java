package io.cameletl.internal.postgres.page;

import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.jdbc.watch.SessionSettings;
import io.cameletl.internal.postgres.load.Savepoints;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Begins a page's transaction, in one round trip. */
public final class PageBegin {
    /**
     * The records' texts mean the same whatever the settings of session and database and the JVM's zone: times without a
     * zone, intervals, amounts of money, NULL in arrays, parts of XML documents.
     */
    private static final String SETTINGS =
            """
            SELECT pg_catalog.pg_backend_pid() AS etl_pid,
                   pg_catalog.set_config('TimeZone', 'UTC', true),
                   pg_catalog.set_config('IntervalStyle', 'postgres', true),
                   pg_catalog.set_config('lc_monetary', 'C', true),
                   pg_catalog.set_config('array_nulls', 'on', true),
                   pg_catalog.set_config('xmloption', 'content', true),
            """;

    /** Less than it takes the server to look for a deadlock, which would end the page before as well. */
    private static final String SHORT_WAITS = "SET LOCAL lock_timeout TO 200";

    private PageBegin() {}

    /**
     * A transaction that has begun.
     *
     * @param pid the server's process
     * @param lockTimeout how long it waits for a lock, as a setting
     */
    record Begun(int pid, String lockTimeout) {
        /** Waits for locks as ever, after a {@link #runAhead}. */
        void waitAsEver(Connection connection) throws SQLException {
            Sql.run(connection, "SET LOCAL lock_timeout TO " + Sql.literal(lockTimeout));
        }
    }

    /**
     * @param synchronous whether the commit waits until it is on disk
     * @param first what is run before the savepoint
     * @return the server's process
     */
    public static int run(Connection connection, PostgresTargetSpec target, boolean synchronous, List<String> first)
            throws SQLException {
        return begin(connection, target, synchronous, first, List.of()).pid();
    }

    /** The same for a page whose turn has not come: no wait for a lock lasts long. */
    static Begun runAhead(Connection connection, PostgresTargetSpec target, List<String> first) throws SQLException {
        return begin(connection, target, false, first, List.of(SHORT_WAITS));
    }

    private static Begun begin(
            Connection connection,
            PostgresTargetSpec target,
            boolean synchronous,
            List<String> first,
            List<String> settings)
            throws SQLException {
        boolean usersCode =
                target.stagingHook() != null || (target.commit() != null && !(target.commit() instanceof SqlCommit));
        List<String> statements = new ArrayList<>();
        statements.add("SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE");
        if (!synchronous) {
            statements.add("SET LOCAL synchronous_commit TO off");
        }
        statements.add(SETTINGS
                + SessionSettings.columns(target.pipeline(), usersCode)
                + target.timeouts().settings()
                + ",\n       pg_catalog.current_setting('lock_timeout') AS etl_lock_timeout");
        statements.addAll(settings);
        statements.addAll(first);
        statements.add(Savepoints.COPY.set());
        List<Begun> begun = new ArrayList<>();
        Sql.run(connection, statements, List.of(row -> {
            row.next();
            begun.add(new Begun(row.getInt("etl_pid"), row.getString("etl_lock_timeout")));
        }));
        return begun.get(0);
    }
}
