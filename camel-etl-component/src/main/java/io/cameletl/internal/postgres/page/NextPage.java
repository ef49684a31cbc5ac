package io.cameletl.internal.postgres.page;

import io.cameletl.StagingKind;
import io.cameletl.TargetData;
import io.cameletl.internal.jdbc.watch.WorkRun;
import io.cameletl.internal.outlet.LogContext;
import io.cameletl.internal.postgres.ahead.PageBefore;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The page after the one that a session loads: on a second connection it is loaded ahead, see {@link AheadLoad}. When its turn
 * comes, the two connections change places, and the one after it is begun. So two pages at most are loaded at a time.
 *
 * <p>The connection is taken with the second page, from a pool that has one to spare. After a page that was loaded ahead in
 * vain, the next one is loaded in its turn; after another the next two, and so on. Thread-safe.
 */
final class NextPage {
    /** So many pages at most are loaded in their turn after one that was loaded ahead in vain. */
    private static final int LONGEST_REST = 64;

    private final LoadConnections connections;
    private final WorkRun run = WorkRun.current();
    private final LogContext log = LogContext.current();
    private boolean off;
    private boolean used;
    private int rest = 1;
    private int resting;
    private @Nullable ExecutorService thread;

    /** The page that is being loaded; null when none is. */
    private @Nullable PageBefore loading;

    /** The page that was loaded last, or is being loaded; null before the first. */
    private @Nullable PageBefore last;

    private @Nullable List<TargetData> announced;
    private @Nullable AheadPage ahead;
    private @Nullable LoadConnection idle;

    NextPage(LoadConnections connections) {
        PostgresTargetSpec target = connections.target();
        this.connections = connections;
        this.off = target.staging() != StagingKind.TEMP || target.stagingHook() != null || target.commit() != null;
    }

    /** The next page has been read: the one after the page that is being loaded, or will be next. */
    synchronized void announce(List<TargetData> page) {
        used = !off;
        announced = off ? null : page;
        start();
    }

    /** Only while the page before is loaded it is certain which one that is. */
    private void start() {
        List<TargetData> page = announced;
        PageBefore before = loading;
        if (page == null || before == null || ahead != null || off) {
            return;
        }
        announced = null;
        if (resting > 0) {
            resting--;
            return;
        }
        AheadPage begun = new AheadPage(connections, idle, page, before, run);
        // Where there is no thread to be had, there is nobody to wait for.
        thread().execute(begun);
        idle = null;
        ahead = begun;
    }

    private ExecutorService thread() {
        ExecutorService open = thread;
        if (open == null) {
            open = Executors.newCachedThreadPool(task -> {
                Thread started = new Thread(
                        () -> {
                            log.use();
                            task.run();
                        },
                        "etl-ahead-" + connections.target().pipeline());
                started.setDaemon(true);
                return started;
            });
            thread = open;
        }
        return open;
    }

    /**
     * How a page's turn begins.
     *
     * @param connection the connection to load it on; null to open one
     * @param trace what the load of the next page has to know of it
     */
    record Turn(@Nullable LoadConnection connection, PageBefore trace) {}

    /**
     * Begins the turn of a page. Where it has been begun ahead, the next one is begun before it is waited for, on the
     * connection that is free now.
     *
     * @param current the connection that the page before was loaded on; null when there is none
     */
    Turn take(PageOrder order, @Nullable LoadConnection current) {
        AheadPage found;
        boolean mine = false;
        synchronized (this) {
            found = ahead;
            ahead = null;
            if (announced == order.page()) {
                announced = null;
            }
            if (found != null && last != null && found.is(order.page(), last) && !order.synchronous()) {
                mine = true;
                idle = current;
                begin(found.trace());
            }
        }
        if (found == null) {
            return inTurn(current);
        }
        if (!mine) {
            learn(found, false);
            found.end().ifPresent(LoadConnection::close);
            return inTurn(current);
        }
        Optional<LoadConnection> taken = found.take();
        learn(found, taken.isPresent());
        return taken.isPresent() ? new Turn(taken.get(), found.trace()) : inTurn(instead(found));
    }

    private synchronized Turn inTurn(@Nullable LoadConnection connection) {
        PageBefore trace = new PageBefore(used && !off);
        begin(trace);
        return new Turn(connection, trace);
    }

    private void begin(PageBefore trace) {
        last = trace;
        loading = trace;
        start();
    }

    /**
     * The page is loaded in its turn after all. What has been begun of the next one came after an attempt that is no more.
     *
     * @return a connection for it, if there is one
     */
    private @Nullable LoadConnection instead(AheadPage page) {
        AheadPage next;
        LoadConnection free;
        synchronized (this) {
            loading = null;
            next = ahead;
            ahead = null;
            free = idle;
            idle = null;
        }
        page.trace().over();
        for (AheadPage each : next == null ? List.of(page) : List.of(page, next)) {
            LoadConnection unused = each.end().orElse(null);
            if (free == null) {
                free = unused;
            } else if (unused != null) {
                unused.close();
            }
        }
        return free;
    }

    private synchronized void learn(AheadPage page, boolean taken) {
        off |= page.hadNone();
        if (page.wasInVain()) {
            resting = rest;
            rest = Math.min(LONGEST_REST, 2 * rest);
        } else if (taken) {
            rest = 1;
        }
    }

    /** The page is committed, or has failed: which one comes next is not known. */
    synchronized void over() {
        loading = null;
    }

    /** After a failure, which may be the connections' as well: that is told once. */
    void giveUp() {
        AheadPage page;
        LoadConnection unused;
        synchronized (this) {
            page = ahead;
            ahead = null;
            announced = null;
            resting = LONGEST_REST;
            unused = idle;
            idle = null;
        }
        if (page != null) {
            unused = page.end().orElse(unused);
        }
        if (unused != null) {
            unused.abandon();
        }
    }

    /** Gives the connections back. */
    void close() {
        AheadPage page;
        LoadConnection unused;
        synchronized (this) {
            off = true;
            page = ahead;
            ahead = null;
            unused = idle;
            idle = null;
            if (thread != null) {
                thread.shutdown();
            }
        }
        if (page != null) {
            unused = page.end().orElse(unused);
        }
        if (unused != null) {
            unused.close();
        }
    }
}
