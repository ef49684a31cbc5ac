package io.cameletl.internal.postgres.ahead;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A page that is being loaded, as far as the load of the next one has to know of it. Thread-safe. */
public final class PageBefore {
    private static final String IS_BLOCKED =
            "SELECT pg_catalog.cardinality(pg_catalog.pg_blocking_pids(?)) OPERATOR(pg_catalog.>) 0";

    private static final long MOST_MILLIS = 2000;

    private final boolean followed;
    private int session;
    private boolean staged;
    private @Nullable PageKeys keys;
    private boolean over;

    /** @param followed whether the next page may come to be loaded beside it */
    public PageBefore(boolean followed) {
        this.followed = followed;
    }

    /** @return whether the next page may have to know its keys */
    public boolean isFollowed() {
        return followed;
    }

    /** @param pid the server's process that loads it */
    public synchronized void begun(int pid) {
        session = pid;
    }

    /** It is staged, or will not be. Once only. */
    public synchronized void staged(Optional<PageKeys> itsKeys) {
        staged = true;
        keys = itsKeys.orElse(null);
        notifyAll();
    }

    /** It is committed, or has failed. */
    public synchronized void over() {
        over = true;
        notifyAll();
    }

    /**
     * Waits until that can be told, but not for long: what keeps this page from being staged may wait for the next one.
     *
     * @param next the keys of the next page
     * @return whether the next page may be merged now: beside this one, or because this one is over
     */
    public synchronized boolean lets(PageKeys next) throws InterruptedException {
        long since = System.nanoTime();
        long left = MOST_MILLIS;
        while (!over && !staged && left > 0) {
            wait(left);
            left = MOST_MILLIS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
        }
        return over || (keys != null && !keys.meets(next));
    }

    /**
     * Asks the server whether the page waits for a lock, be it that of the next page or of somebody who waits for that one:
     * where the next page waits in the client for its turn, the server cannot see that they wait for each other.
     */
    public boolean isBlocked(Connection connection) throws SQLException {
        int pid;
        synchronized (this) {
            if (over || session == 0) {
                return false;
            }
            pid = session;
        }
        try (PreparedStatement statement = connection.prepareStatement(IS_BLOCKED)) {
            statement.setInt(1, pid);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}
