package io.cameletl.support;

import io.cameletl.support.StatementHook.When;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.sql.DataSource;

/**
 * A data source whose statements fail where a test says. Harmless until {@link #arm armed}; the hook counts for the
 * connections that are already out, too. Safe for use by many threads.
 */
public final class FaultyDataSource extends DelegatingDataSource {

    private static final StatementHook HARMLESS = (sql, when) -> {};

    private volatile StatementHook hook = HARMLESS;

    public FaultyDataSource(DataSource delegate) {
        super(delegate);
    }

    /** Puts the hook in the place of the one before; it may throw, wait, count or end the JVM. */
    public void arm(StatementHook newHook) {
        hook = newHook;
    }

    public void disarm() {
        hook = HARMLESS;
    }

    /**
     * A hook that fails once, at the n-th (from 1) of the statements which match.
     *
     * @param sqlState of the {@link SQLException}; class 08 cuts the connection as well, so that {@link When#BEFORE} a
     *     commit the transaction is lost and {@link When#AFTER} it the outcome is unknown to the caller
     */
    public static StatementHook failOnce(int n, When when, String sqlState, Predicate<String> matching) {
        AtomicInteger seen = new AtomicInteger();
        return (sql, now) -> {
            if (now == when && matching.test(sql) && seen.incrementAndGet() == n) {
                throw new SQLException("Injected " + when + " statement " + n + ": " + sql, sqlState);
            }
        };
    }

    /** {@link #failOnce(int, When, String, Predicate)} at the n-th of all; commits and rollbacks count. */
    public static StatementHook failOnce(int n, When when, String sqlState) {
        return failOnce(n, when, sqlState, sql -> true);
    }

    @Override
    public Connection wrap(Connection connection) {
        return HookedConnection.over(connection, (sql, when) -> hook.on(sql, when));
    }
}
