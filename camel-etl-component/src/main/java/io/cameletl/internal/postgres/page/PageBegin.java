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
final class PageBegin {
    /**
     * The records' texts mean the same whatever the settings of session and database and the JVM's zone: times without a
     * zone, intervals, amounts of money, NULL in arrays, parts of XML documents.
     */
    private static final String SETTINGS =
            """
            SELECT pg_catalog.set_config('TimeZone', 'UTC', true),
                   pg_catalog.set_config('IntervalStyle', 'postgres', true),
                   pg_catalog.set_config('lc_monetary', 'C', true),
                   pg_catalog.set_config('array_nulls', 'on', true),
                   pg_catalog.set_config('xmloption', 'content', true),
            """;

    private PageBegin() {}

    /**
     * @param synchronous whether the commit waits until it is on disk
     * @param first what is run before the savepoint
     */
    static void run(Connection connection, PostgresTargetSpec target, boolean synchronous, List<String> first)
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
                + target.timeouts().settings());
        statements.addAll(first);
        statements.add(Savepoints.COPY.set());
        Sql.run(connection, statements.toArray(String[]::new));
    }
}
