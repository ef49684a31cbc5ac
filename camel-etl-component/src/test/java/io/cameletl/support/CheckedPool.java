package io.cameletl.support;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.dbcp2.BasicDataSource;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * A pool of at most ten connections that notes who misuses it: keeps a connection, gives one back in the middle of a
 * transaction, or leaves settings or advisory locks in the session. Borrowing waits ten seconds at most.
 */
public final class CheckedPool extends DelegatingDataSource {

    private final BasicDataSource pool;
    private final Set<Borrower> borrowers = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<String> misuses = new ConcurrentLinkedQueue<>();

    /** @param initSql runs in each new session, for it to be unlike the default */
    public static CheckedPool of(String url, String user, String password, List<String> initSql) {
        BasicDataSource pool = new BasicDataSource();
        pool.setUrl(url);
        pool.setUsername(user);
        pool.setPassword(password);
        pool.setMaxTotal(10);
        pool.setMaxIdle(10);
        pool.setMaxWait(Duration.ofSeconds(10));
        pool.setConnectionInitSqls(initSql);
        return new CheckedPool(pool);
    }

    private CheckedPool(BasicDataSource pool) {
        super(pool);
        this.pool = pool;
    }

    @Override
    public Connection wrap(Connection connection) throws SQLException {
        BaseConnection session = connection.unwrap(BaseConnection.class);
        Borrower borrower = Borrower.current();
        borrowers.add(borrower);
        AtomicBoolean closed = new AtomicBoolean();
        return Tap.proxy(Connection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("close") && closed.compareAndSet(false, true)) {
                borrowers.remove(borrower);
                checkTransaction(session, borrower);
            }
            return Tap.invoke(connection, method, arguments);
        });
    }

    private void checkTransaction(BaseConnection session, Borrower borrower) throws SQLException {
        TransactionState state = session.getTransactionState();
        if (!session.isClosed() && state != TransactionState.IDLE) {
            misuses.add("A connection went back to the pool in the middle of a transaction (" + state + "); "
                    + borrower.description());
        }
    }

    /** What went wrong so far. A connection that comes back while it waits is none that was kept. */
    List<String> misuses(Duration patience) {
        try {
            Awaitility.await().atMost(patience).until(borrowers::isEmpty);
        } catch (ConditionTimeoutException e) {
            borrowers.forEach(borrower -> misuses.add("A connection is still borrowed; " + borrower.description()));
        }
        misuses.addAll(leftovers());
        return List.copyOf(misuses);
    }

    private List<String> leftovers() {
        List<Connection> idle = new ArrayList<>();
        List<String> leftovers = new ArrayList<>();
        try {
            for (int remaining = pool.getNumIdle(); remaining > 0; remaining--) {
                Connection connection = pool.getConnection();
                idle.add(connection);
                leftovers.addAll(SessionCheck.leftovers(connection, pool.getConnectionInitSqls()));
            }
            for (Connection connection : idle) {
                connection.close();
            }
        } catch (SQLException e) {
            // a dead server has no sessions
        }
        return leftovers;
    }

    /** Closes the idle connections; a borrowed one when it comes back. */
    public void close() {
        try {
            pool.close();
        } catch (SQLException e) {
            throw new IllegalStateException("The pool does not close: " + pool.getUrl(), e);
        }
    }
}
