package io.cameletl.support;

import io.cameletl.support.StatementHook.When;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * A data source whose statements fail where a test says. Harmless until {@link #arm armed}; the hook counts for the
 * connections that are already out, too. Safe for use by many threads.
 */
public final class FaultyDataSource extends DelegatingDataSource {

    private static final StatementHook HARMLESS = (sql, when) -> {};

    private volatile Supplier<StatementHook> hooks = () -> HARMLESS;

    public FaultyDataSource(DataSource delegate) {
        super(delegate);
    }

    /** Puts the hook in the place of the one before; it may throw, wait, count or end the JVM. */
    public void arm(StatementHook newHook) {
        hooks = () -> newHook;
    }

    /** The same with a hook of its own for each connection. */
    public void armEach(Supplier<StatementHook> newHooks) {
        hooks = newHooks;
    }

    public void disarm() {
        arm(HARMLESS);
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
        return HookedConnection.over(connection, new Latest());
    }

    /** A connection's hook of those that were put in place last. */
    private final class Latest implements StatementHook {
        private Supplier<StatementHook> from = hooks;
        private StatementHook hook = from.get();

        @Override
        public void on(String sql, When when) throws SQLException {
            own().on(sql, when);
        }

        private synchronized StatementHook own() {
            Supplier<StatementHook> latest = hooks;
            if (from != latest) {
                from = latest;
                hook = latest.get();
            }
            return hook;
        }
    }
}
