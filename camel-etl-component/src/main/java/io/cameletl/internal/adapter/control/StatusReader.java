package io.cameletl.internal.adapter.control;

import io.cameletl.PipelineStatus;
import io.cameletl.internal.engine.page.Threads;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pipeline's status on a thread of its own, so that nobody waits for a database for longer than a while; and only
 * one of all who ask at once does. What was read at most a second ago is not read again. Thread-safe.
 */
final class StatusReader {
    private static final long FRESH = Duration.ofSeconds(1).toNanos();
    private static final ExecutorService THREADS =
            Executors.newCachedThreadPool(task -> Threads.daemon("etl-status", task));

    private final Callable<PipelineStatus> question;
    private final Duration patience;
    private @Nullable Future<PipelineStatus> reading;
    private @Nullable Answer last;
    private @Nullable Exception failure;
    private long triedAt;

    /**
     * What the database said.
     *
     * @param status of the pipeline
     * @param at when
     */
    record Answer(PipelineStatus status, Instant at) {}

    /** @param patience how long somebody waits at most */
    StatusReader(Callable<PipelineStatus> question, Duration patience) {
        this.question = question;
        this.patience = patience;
    }

    /**
     * @return what it says now, or said a second ago
     * @throws Exception why it says nothing now
     */
    synchronized Answer now() throws Exception {
        refresh();
        Answer known = last;
        if (failure != null) {
            throw failure;
        }
        if (known == null) {
            throw new TimeoutException("the state database has not answered yet");
        }
        return known;
    }

    /** @return what it said last; null before its first answer */
    synchronized @Nullable Answer last() {
        return last;
    }

    /** What was read is not true any more. */
    synchronized void forget() {
        triedAt = System.nanoTime() - FRESH - 1;
    }

    /** Something has been read in the course of something else. */
    synchronized void read(PipelineStatus status) {
        last = new Answer(status, Instant.now());
        failure = null;
        triedAt = System.nanoTime();
    }

    private void refresh() throws InterruptedException {
        Future<PipelineStatus> under = reading;
        boolean first = under == null;
        if (under == null) {
            if ((last != null || failure != null) && System.nanoTime() - triedAt <= FRESH) {
                return;
            }
            under = THREADS.submit(question);
            reading = under;
        }
        try {
            // Whoever comes while it has kept somebody waiting already does not wait again.
            PipelineStatus status = under.get(first ? patience.toMillis() : 0, TimeUnit.MILLISECONDS);
            reading = null;
            read(status);
        } catch (ExecutionException e) {
            reading = null;
            failure = e.getCause() instanceof Exception cause ? cause : e;
            triedAt = System.nanoTime();
        } catch (TimeoutException e) {
            failure = new TimeoutException("the state database has not answered for " + patience.toSeconds() + " s");
        }
    }
}
