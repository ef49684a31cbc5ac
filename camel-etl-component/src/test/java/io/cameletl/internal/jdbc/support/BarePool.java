package io.cameletl.internal.jdbc.support;

import io.cameletl.support.DelegatingDataSource;
import io.cameletl.support.Tap;
import io.cameletl.support.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * A pool of one session that mends nothing: what comes back is lent again as it is, until it is closed at the driver.
 * Then there is a new one.
 */
public final class BarePool extends DelegatingDataSource implements AutoCloseable {
    private final Session session;
    private int lent;

    private BarePool(Session session) {
        super(Tap.proxy(DataSource.class, (self, method, arguments) -> session.open()));
        this.session = session;
    }

    /** @param isolation of {@link Connection} */
    public static BarePool of(TestDatabase db, boolean autoCommit, int isolation) {
        return new BarePool(new Session(db, autoCommit, isolation));
    }

    @Override
    public Connection wrap(Connection connection) {
        lent++;
        return Tap.proxy(Connection.class, (self, method, arguments) -> {
            if (method.getName().equals("close")) {
                lent--;
                return null;
            }
            return Tap.invoke(connection, method, arguments);
        });
    }

    /** How many connections are out. */
    public int lent() {
        return lent;
    }

    /** Whether the session, unless it is closed, has the settings that it had, and no transaction. */
    public boolean isAsFound() throws SQLException {
        return session.isAsFound();
    }

    @Override
    public void close() throws SQLException {
        session.open().close();
    }

    private static final class Session {
        private final TestDatabase db;
        private final boolean autoCommit;
        private final int isolation;
        private @Nullable Connection connection;

        Session(TestDatabase db, boolean autoCommit, int isolation) {
            this.db = db;
            this.autoCommit = autoCommit;
            this.isolation = isolation;
        }

        Connection open() throws SQLException {
            if (connection == null || connection.isClosed()) {
                connection = db.connect();
                connection.setTransactionIsolation(isolation);
                connection.setAutoCommit(autoCommit);
            }
            return connection;
        }

        boolean isAsFound() throws SQLException {
            Connection next = open();
            boolean idle = next.unwrap(BaseConnection.class).getTransactionState() == TransactionState.IDLE;
            boolean same = next.getAutoCommit() == autoCommit && next.getTransactionIsolation() == isolation;
            if (!autoCommit) {
                next.rollback();
            }
            return idle && same;
        }
    }
}
