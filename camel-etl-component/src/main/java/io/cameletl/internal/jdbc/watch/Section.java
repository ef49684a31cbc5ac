package io.cameletl.internal.jdbc.watch;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * A piece of database work on one connection and one thread, from the borrowing of the connection or a later moment to the
 * end. Of sections within each other only the innermost is looked at: the thread is in that one's hands.
 */
public final class Section implements AutoCloseable {
    private static final ThreadLocal<@Nullable Section> INNERMOST = new ThreadLocal<>();

    /** How long a cancelled statement may take to end, and a statement that begins after that. */
    private static final Duration TO_END = Duration.ofMillis(1500);

    private final WorkRun run = WorkRun.current();
    private final Thread thread = Thread.currentThread();
    private final long sinceNanos = System.nanoTime();
    private final @Nullable Section outer = INNERMOST.get();
    private final DataSource dataSource;
    private final String phase;
    private final Silence silence = new Silence(this);
    private volatile @Nullable Connection connection;
    private volatile boolean covered;
    private volatile boolean inUsersHands;
    private volatile long cutNanos;
    private volatile long cancelNanos;
    private volatile @Nullable String cutReason;
    private boolean ended;
    private final Cancellation cancellation = new Cancellation();

    private Section(DataSource dataSource, String phase) {
        this.dataSource = dataSource;
        this.phase = phase;
    }

    /**
     * Begins one; the thread that begins it ends it.
     *
     * @param dataSource where its connection comes from
     * @param phase what is done in it
     */
    public static Section begin(DataSource dataSource, String phase) {
        Section begun = new Section(dataSource, phase);
        if (begun.outer != null) {
            begun.outer.covered = true;
        }
        INNERMOST.set(begun);
        Watch.add(begun);
        return begun;
    }

    /** @return a connection of the data source's, which this section is about from now on */
    public Connection borrow() throws SQLException {
        Connection borrowed = Borrowing.from(dataSource, this);
        connection = borrowed;
        return borrowed;
    }

    /**
     * Borrows as {@link #borrow}, but only what nobody else seems to need.
     *
     * @return the connection; null when the data source has none to spare at once
     */
    public @Nullable Connection borrowSpare() {
        Connection borrowed = Spare.of(dataSource);
        connection = borrowed;
        return borrowed;
    }

    /** Gives a connection back that was borrowed here. */
    public void giveBack(Connection borrowed) throws SQLException {
        cancellation.end();
        borrowed.close();
    }

    /** @param borrowed the connection that this section is about from now on */
    public Section on(Connection borrowed) {
        connection = borrowed;
        return this;
    }

    /** Does something of the users' on this thread: whether it waits for this connection or for something else is not known. */
    public static void inUsersHands(boolean begins) {
        Section innermost = INNERMOST.get();
        if (innermost != null) {
            innermost.inUsersHands = begins;
        }
    }

    /** Says at a failure why the connection was cut, if it was. */
    public void explain(Throwable failure) {
        String reason = cutReason;
        if (reason != null) {
            failure.addSuppressed(new SQLException(reason, "08006"));
        }
    }

    @Override
    public void close() {
        Watch.remove(this);
        cancellation.end();
        synchronized (this) {
            ended = true;
        }
        if (outer == null) {
            INNERMOST.remove();
        } else {
            outer.covered = false;
            INNERMOST.set(outer);
        }
    }

    WorkRun run() {
        return run;
    }

    Thread thread() {
        return thread;
    }

    DataSource dataSource() {
        return dataSource;
    }

    String phase() {
        return phase;
    }

    Silence silence() {
        return silence;
    }

    boolean isCovered() {
        return covered;
    }

    boolean isInUsersHands() {
        return inUsersHands;
    }

    boolean isCut() {
        return cutNanos != 0;
    }

    long sinceNanos() {
        return sinceNanos;
    }

    Duration lasted() {
        return Duration.ofNanos(System.nanoTime() - sinceNanos);
    }

    Duration cutFor() {
        return cutNanos == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - cutNanos);
    }

    boolean isBorrowing() {
        return connection == null;
    }

    /** @return the driver's connection; null while there is none, or when it is not PostgreSQL's */
    @Nullable
    PGConnection session() {
        Connection current = connection;
        try {
            return current != null && current.isWrapperFor(PGConnection.class)
                    ? current.unwrap(PGConnection.class)
                    : null;
        } catch (SQLException | RuntimeException e) {
            return null;
        }
    }

    int pid() {
        PGConnection session = session();
        return session == null ? 0 : session.getBackendPID();
    }

    /** Ends the connection at the driver; a thread that waits for it comes back with the loss of a connection. */
    void cut(String reason) {
        Connection current = connection;
        synchronized (this) {
            if (ended || current == null || isCut()) {
                return;
            }
            cutReason = reason;
            cutNanos = Math.max(1, System.nanoTime());
        }
        Suspicion.of(dataSource);
        run.work().told().accept(reason);
        // The driver may have to wait for a write that hangs: nobody else is to wait for that.
        Daemons.start("etl-cut", () -> {
            try {
                PGConnection session = session();
                (session instanceof Connection driver ? driver : current).abort(Runnable::run);
            } catch (SQLException | RuntimeException e) {
                // It is closed already, or its driver cannot do it.
            }
        });
    }

    /** A stop has no more patience, or nobody wants it any more: the statement is cancelled, and when that does not help the connection is cut. */
    void endIfCancelled(long now) {
        if (!isCancelled(now)) {
            return;
        }
        if (cancelNanos == 0) {
            cancelNanos = Math.max(1, now);
            PGConnection session = session();
            if (session != null) {
                cancellation.cancel(session);
            }
        } else if (now - cancelNanos > TO_END.toNanos()) {
            cut("the connection was cut: \"" + phase + "\" was to end, and could not be cancelled");
        }
    }

    /** @return whether it is to end; what begins late, such as the run's record, has a moment */
    boolean isCancelled(long now) {
        long cancelled = run.cancelledNanos();
        return cancelled != 0 && (sinceNanos - cancelled < 0 || now - sinceNanos > TO_END.toNanos());
    }

    Seen seen() {
        return new Seen(phase, lasted(), pid(), silence.lastSighting());
    }
}
