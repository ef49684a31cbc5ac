package io.cameletl.internal.console.state;

import io.cameletl.internal.outlet.Outlet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Something that is read at most once a second however many ask for it, and seldom enough that reading it takes no more
 * than a tenth of the time. One reads, the others wait for it; nobody for long: what cannot be read now is answered as it
 * was last read, with the reason. Thread-safe.
 */
final class Known<T> {
    private static final long SECOND = 1_000_000_000L;
    private static final long PATIENCE = 3 * SECOND;

    private final Callable<T> question;
    private final Executor executor;
    private final InstantSource clock;
    private Answer<T> answer = new Answer<>(null, null, null);
    private long next = System.nanoTime();
    private long count;

    /** The number of the first read that is worth something. */
    private long fresh;

    private @Nullable Asking asking;

    /**
     * @param question what is asked of the database
     * @param executor asks it
     * @param clock dates the answers
     */
    Known(Callable<T> question, Executor executor, InstantSource clock) {
        this.question = question;
        this.executor = executor;
        this.clock = clock;
    }

    /**
     * What is known.
     *
     * @param value as last read; null when it never was
     * @param readAt when that was; null when it never was
     * @param away why it cannot be read now; null when it can
     */
    record Answer<T>(@Nullable T value, @Nullable Instant readAt, @Nullable String away) {}

    /** @param number of all that was asked, from 1 */
    private record Asking(long number, long since, CountDownLatch end) {}

    /** @return what is known, after at most three seconds; nothing that was read from before a {@link #forget} */
    Answer<T> now() {
        long begun = System.nanoTime();
        Asking waitFor = asked();
        try {
            while (waitFor != null && waitFor.end.await(left(waitFor, begun), TimeUnit.NANOSECONDS)) {
                waitFor = isCurrent(waitFor) ? null : asked();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Answer<T> last = known();
        if (waitFor == null) {
            return last;
        }
        Duration waited = Duration.ofNanos(System.nanoTime() - waitFor.since);
        return last.away != null
                ? last
                : new Answer<>(
                        last.value,
                        last.readAt,
                        "the state database has not answered for " + waited.toSeconds() + " s");
    }

    /** Who comes to a read that takes long waits no longer than who began it. */
    private static long left(Asking asking, long begun) {
        return Math.max(0, Math.min(asking.since, begun) + PATIENCE - System.nanoTime());
    }

    /** What was read is not so any more, nor what is being read: the next who asks has it read again. */
    synchronized void forget() {
        next = System.nanoTime();
        fresh = count + 1;
    }

    private synchronized boolean isCurrent(Asking asking) {
        return asking.number >= fresh;
    }

    private synchronized Answer<T> known() {
        return answer;
    }

    /** @return what is being read; null when what is known will do */
    private synchronized @Nullable Asking asked() {
        if (asking == null && System.nanoTime() - next >= 0) {
            Asking begun = new Asking(++count, System.nanoTime(), new CountDownLatch(1));
            asking = begun;
            try {
                executor.execute(() -> ask(begun));
            } catch (RejectedExecutionException e) {
                end(begun, new Answer<>(answer.value, answer.readAt, "the console has been stopped"));
            }
        }
        return asking;
    }

    private void ask(Asking begun) {
        Answer<T> read;
        try {
            read = new Answer<>(question.call(), clock.instant(), null);
        } catch (Exception | Error e) {
            read = new Answer<>(known().value, known().readAt, why(e));
        }
        end(begun, read);
    }

    private synchronized void end(Asking begun, Answer<T> read) {
        answer = read;
        long now = System.nanoTime();
        next = begun.number < fresh ? now : Math.max(begun.since + SECOND, now + 10 * (now - begun.since));
        asking = null;
        begun.end.countDown();
    }

    private static String why(Throwable failure) {
        String text = Outlet.message(null, String.valueOf(failure.getMessage()), failure);
        return text.lines().findFirst().orElse("");
    }
}
