package io.cameletl.internal.postgres.page;

import io.cameletl.TargetData;
import io.cameletl.internal.jdbc.watch.WorkRun;
import io.cameletl.internal.outlet.Log;
import io.cameletl.internal.postgres.ahead.PageBefore;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A page that is loaded ahead of its turn on a connection of its own, by a thread of its own, and then waits for its turn. It
 * gives way when the page before waits for a lock meanwhile. Thread-safe.
 */
final class AheadPage implements Runnable {
    private static final Log LOG = Log.of(AheadPage.class);

    /** How often it is looked whether the page before waits for a lock. */
    private static final long LOOK_MILLIS = 50;

    /** So many looks in a row have to find it waiting: waits for the end of a file are short. */
    private static final int LOOKS = 2;

    private enum State {
        WORKING,
        WAITING,
        TAKEN,
        GONE
    }

    private final LoadConnections connections;
    private final List<TargetData> page;
    private final PageBefore before;
    private final WorkRun run;
    private final PageBefore trace = new PageBefore(true);
    private State state = State.WORKING;
    private @Nullable LoadConnection connection;
    private boolean prepared;
    private boolean inVain;
    private boolean ended;
    private volatile boolean unwanted;

    /**
     * @param connection the connection for it; null to take one if there is one to spare
     * @param before the page before
     * @param run what it is a part of
     */
    AheadPage(
            LoadConnections connections,
            @Nullable LoadConnection connection,
            List<TargetData> page,
            PageBefore before,
            WorkRun run) {
        this.connections = connections;
        this.connection = connection;
        this.page = page;
        this.before = before;
        this.run = run;
    }

    @Override
    public void run() {
        try {
            run.until(() -> unwanted).call(() -> {
                prepare();
                return watch();
            });
        } finally {
            synchronized (this) {
                ended = true;
                notifyAll();
            }
        }
    }

    /** Whatever fails is told when the page is loaded in its turn. */
    private void prepare() {
        AheadLoad.Prepared done = null;
        boolean failed = true;
        try {
            LoadConnection open = connection;
            if (open == null) {
                open = connections.openSpare();
                connection = open;
            }
            done = open == null ? null : open.prepare(page, before, trace);
            failed = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            LOG.debug(
                    connections.target().pipeline(),
                    "pipeline {}: the next page cannot be loaded ahead, it is loaded in its turn: {}",
                    connections.target().pipeline(),
                    e);
        }
        LoadConnection useless = prepared(done, failed);
        if (useless != null) {
            useless.abandon();
        }
    }

    /** @return the connection, where it is of no more use */
    private synchronized @Nullable LoadConnection prepared(AheadLoad.@Nullable Prepared done, boolean failed) {
        prepared = done != null;
        inVain = failed || (done != null && done.suited() && done.counts().isEmpty());
        // Whoever does not want it any more says so before it looks at the state.
        state = done != null && !unwanted ? State.WAITING : State.GONE;
        notifyAll();
        if (state == State.WAITING || (done == null && !failed)) {
            return null;
        }
        LoadConnection useless = connection;
        connection = null;
        return useless;
    }

    private boolean watch() {
        int blocked = 0;
        while (isWaiting()) {
            blocked = isInTheWay() ? blocked + 1 : 0;
            if (blocked == LOOKS) {
                giveWay();
            }
        }
        return true;
    }

    private synchronized boolean isWaiting() {
        long since = System.nanoTime();
        long left = LOOK_MILLIS;
        try {
            while (state == State.WAITING && left > 0) {
                wait(left);
                left = LOOK_MILLIS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return state == State.WAITING;
    }

    /** Nobody else uses the connection meanwhile. */
    private synchronized boolean isInTheWay() {
        LoadConnection mine = connection;
        if (state != State.WAITING || mine == null) {
            return false;
        }
        try {
            return mine.blocks(before);
        } catch (SQLException e) {
            return true;
        }
    }

    private void giveWay() {
        LoadConnection mine;
        synchronized (this) {
            if (state != State.WAITING) {
                return;
            }
            state = State.GONE;
            inVain = true;
            mine = connection;
            connection = null;
        }
        if (mine != null) {
            mine.abandon();
        }
    }

    /** @return whether it is this page that comes after that one */
    boolean is(List<TargetData> next, PageBefore last) {
        return page == next && before == last;
    }

    PageBefore trace() {
        return trace;
    }

    /** @return whether it was loaded ahead to no use, so that the next one hardly is worth it */
    synchronized boolean wasInVain() {
        return inVain;
    }

    /** @return whether there was no connection to spare for it */
    synchronized boolean hadNone() {
        return state == State.GONE && !prepared && connection == null && !inVain;
    }

    /**
     * Waits until it is prepared.
     *
     * @return its connection, for it is its turn; empty when it is to be loaded as if nothing had been done
     */
    Optional<LoadConnection> take() {
        synchronized (this) {
            while (state == State.WORKING && !Thread.currentThread().isInterrupted()) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            if (state == State.WAITING) {
                state = State.TAKEN;
                notifyAll();
            }
        }
        Optional<LoadConnection> taken = state() == State.TAKEN ? Optional.ofNullable(connection) : Optional.empty();
        if (taken.isPresent() && !taken.get().isPrepared()) {
            taken.get().abandon();
            return Optional.empty();
        }
        return taken;
    }

    private synchronized State state() {
        return state;
    }

    /**
     * Lets it be, and waits until its thread has nothing more to do with a connection.
     *
     * @return the connection, where it can serve another page
     */
    Optional<LoadConnection> end() {
        unwanted = true;
        giveWay();
        synchronized (this) {
            boolean interrupted = false;
            while (!ended) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return state == State.GONE ? Optional.ofNullable(connection) : Optional.empty();
        }
    }
}
