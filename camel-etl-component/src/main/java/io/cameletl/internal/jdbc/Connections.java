package io.cameletl.internal.jdbc;

import io.cameletl.internal.jdbc.watch.Section;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Borrows connections of a data source and gives each back as it was found, whatever fails: with the autocommit it had,
 * and outside a transaction. A connection of which that is not certain is closed at the driver, so that no pool lends
 * it again. A failure that follows another is suppressed onto the first. Thread-safe.
 *
 * <p>Autocommit is kept by the driver: switching it costs no round trip.
 */
public final class Connections {
    private final DataSource dataSource;
    private final String phase;

    /** @param dataSource where the connections come from, with autocommit on or off */
    public Connections(DataSource dataSource) {
        this(dataSource, "ask the database");
    }

    private Connections(DataSource dataSource, String phase) {
        this.dataSource = dataSource;
        this.phase = phase;
    }

    /** @return the same, for work that is called so while it is under way */
    public Connections during(String phase) {
        return new Connections(dataSource, phase);
    }

    /** Work on a connection that is somebody else's to close. */
    @FunctionalInterface
    public interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Does work under autocommit: each of its statements is a transaction. */
    public <T> T call(Work<T> work) throws SQLException {
        return lend(connection -> under(true, connection, work));
    }

    /** Does work in one transaction: committed when the work returns, rolled back when anything fails. */
    public <T> T transaction(Work<T> work) throws SQLException {
        return lend(connection -> transaction(connection, work));
    }

    /** Does work under the autocommit that the data source gives: where that is off, in one transaction. */
    public <T> T asLent(Work<T> work) throws SQLException {
        return lend(connection -> connection.getAutoCommit() ? work.on(connection) : committed(connection, work));
    }

    /** Borrows a connection for more than one piece of work. */
    public HeldConnection hold() throws SQLException {
        try (Section section = Section.begin(dataSource, phase)) {
            return HeldConnection.of(dataSource, section.borrow());
        }
    }

    /** @return a connection as {@link #hold} gives it; null when the data source has none to spare at once */
    public @Nullable HeldConnection holdSpare() throws SQLException {
        try (Section section = Section.begin(dataSource, phase)) {
            Connection spare = section.borrowSpare();
            return spare == null ? null : HeldConnection.of(dataSource, spare);
        }
    }

    /**
     * Does work in one transaction of a connection that is borrowed already.
     *
     * @param connection outside a transaction; it has its autocommit again afterwards
     */
    public static <T> T transaction(Connection connection, Work<T> work) throws SQLException {
        return under(false, connection, same -> committed(same, work));
    }

    private <T> T lend(Work<T> work) throws SQLException {
        try (Section section = Section.begin(dataSource, phase)) {
            try {
                return thenAlways(section.borrow(), work, section::giveBack);
            } catch (Throwable failure) {
                section.explain(failure);
                throw failure;
            }
        }
    }

    private static <T> T under(boolean autoCommit, Connection connection, Work<T> work) throws SQLException {
        boolean found = connection.getAutoCommit();
        if (found == autoCommit) {
            return work.on(connection);
        }
        connection.setAutoCommit(autoCommit);
        return thenAlways(connection, work, same -> restore(same, found));
    }

    private static <T> T committed(Connection connection, Work<T> work) throws SQLException {
        try {
            T result = work.on(connection);
            connection.commit();
            return result;
        } catch (Throwable failure) {
            rollBack(connection, failure);
            throw failure;
        }
    }

    /** The last step is taken whether or not the work fails, and then it cannot hide that failure. */
    private static <T> T thenAlways(Connection connection, Work<T> work, Step last) throws SQLException {
        T result;
        try {
            result = work.on(connection);
        } catch (Throwable failure) {
            follow(failure, connection, last);
            throw failure;
        }
        last.take(connection);
        return result;
    }

    /** Turning autocommit on would commit what could not be rolled back: such a connection is closed instead. */
    private static void rollBack(Connection connection, Throwable failure) {
        if (!follow(failure, connection, Connection::rollback)) {
            follow(failure, connection, Connections::closeAtDriver);
        }
    }

    /** @param autoCommit as the connection was found */
    static void restore(Connection connection, boolean autoCommit) throws SQLException {
        if (!connection.isClosed()) {
            try {
                connection.setAutoCommit(autoCommit);
            } catch (SQLException | RuntimeException failure) {
                follow(failure, connection, Connections::closeAtDriver);
                throw failure;
            }
        }
    }

    /** Ends the session: the pool that lent the connection cannot use it any more. */
    public static void closeAtDriver(Connection connection) throws SQLException {
        connection.abort(Runnable::run);
    }

    /** @return whether the step, which follows a failure, could be taken */
    static boolean follow(Throwable failure, Connection connection, Step step) {
        try {
            step.take(connection);
            return true;
        } catch (SQLException | RuntimeException second) {
            if (second != failure) {
                failure.addSuppressed(second);
            }
            return false;
        }
    }

    /** One thing done with a connection. */
    @FunctionalInterface
    interface Step {
        void take(Connection connection) throws SQLException;
    }
}
