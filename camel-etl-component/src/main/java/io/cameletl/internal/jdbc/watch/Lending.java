package io.cameletl.internal.jdbc.watch;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One connection on its way, on a thread of its own. What comes when nobody waits any more is given back. */
final class Lending implements Runnable {
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final long SLICE_MILLIS = 200;

    private final DataSource dataSource;
    private final @Nullable ClassLoader loader = Thread.currentThread().getContextClassLoader();
    private @Nullable Thread lender;
    private @Nullable Connection lent;
    private @Nullable Throwable failure;
    private boolean givenUp;

    Lending(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    Lending start() {
        Daemons.start("etl-borrow", this);
        return this;
    }

    @Override
    public void run() {
        Thread thread = Thread.currentThread();
        ClassLoader usual = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        synchronized (this) {
            lender = thread;
        }
        Connection got = null;
        Throwable thrown = null;
        try {
            got = dataSource.getConnection();
        } catch (Throwable e) {
            thrown = e;
        } finally {
            thread.setContextClassLoader(usual);
        }
        if (!hand(got, thrown) && got != null) {
            giveBack(got);
        }
    }

    /** @return whether somebody waits for it */
    private synchronized boolean hand(@Nullable Connection got, @Nullable Throwable thrown) {
        lender = null;
        Thread.interrupted();
        lent = got;
        failure = thrown;
        notifyAll();
        return !givenUp;
    }

    /**
     * @param deadline when nobody waits any more, by {@link System#nanoTime}
     * @return the connection; null when there is none by then
     */
    synchronized @Nullable Connection by(long deadline) {
        boolean interrupted = false;
        for (long left = deadline - System.nanoTime(); !isHanded() && left > 0; left = deadline - System.nanoTime()) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                interrupted = true;
                break;
            }
        }
        givenUp = !isHanded();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return lent;
    }

    /** @throws SQLException also when no connection comes in time */
    Connection await(Section section) throws SQLException {
        boolean interrupted = false;
        long began = System.nanoTime();
        long stillSince = began;
        Stillness before = null;
        try {
            while (true) {
                synchronized (this) {
                    if (isHanded()) {
                        return handed();
                    }
                    try {
                        wait(SLICE_MILLIS);
                    } catch (InterruptedException e) {
                        interrupted = true;
                        if (lender != null) {
                            lender.interrupt();
                        }
                    }
                    if (isHanded()) {
                        return handed();
                    }
                    Stillness now = lender == null ? null : Stillness.inDriver(lender);
                    if (now == null || !now.isStillAfter(before)) {
                        stillSince = System.nanoTime();
                    }
                    before = now;
                    giveUpIfTooLong(section, began, stillSince);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean isHanded() {
        return lent != null || failure != null;
    }

    private void giveUpIfTooLong(Section section, long began, long stillSince) throws SQLException {
        long now = System.nanoTime();
        if (section.isCancelled(now)) {
            givenUp = true;
            throw new SQLException("the wait for a connection was ended", "57014");
        }
        if (now - stillSince > section.run().work().answerTime().toNanos()) {
            givenUp = true;
            throw new SQLTransientConnectionException("the server does not answer a new connection's login", "08001");
        }
        if (now - began > LONGEST.toNanos()) {
            givenUp = true;
            throw new SQLTransientConnectionException(
                    "the pool has lent no connection for " + LONGEST.toMinutes()
                            + " minutes; give it more, see who keeps them, or set loginTimeout in its URL where"
                            + " logins hang",
                    "08001");
        }
    }

    static void giveBack(Connection borrowed) {
        try {
            borrowed.close();
        } catch (SQLException | RuntimeException e) {
            // The pool has no use for it.
        }
    }

    private Connection handed() throws SQLException {
        Throwable thrown = failure;
        if (thrown instanceof SQLException e) {
            throw e;
        } else if (thrown instanceof RuntimeException e) {
            throw e;
        } else if (thrown instanceof Error e) {
            throw e;
        } else if (thrown != null) {
            throw new SQLException(thrown);
        }
        Connection got = lent;
        if (got == null) {
            throw new SQLException("the data source gave no connection");
        }
        return got;
    }
}
