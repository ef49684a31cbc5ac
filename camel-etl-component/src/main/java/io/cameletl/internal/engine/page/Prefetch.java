package io.cameletl.internal.engine.page;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Extracts pages ahead of the one being loaded, on a thread of its own: at most {@code ahead} of them wait or are being
 * read at any time. With 0 ahead, pages are read on the caller's thread when asked for.
 */
public final class Prefetch<C> implements AutoCloseable {
    private static final long STOP_CHECK_MILLIS = 50;

    private final Callable<@Nullable ExtractedPage<C>> reader;
    private final int ahead;
    private final Deque<Future<@Nullable ExtractedPage<C>>> waiting = new ArrayDeque<>();
    private final @Nullable ExecutorService thread;
    private final AtomicBoolean unwanted = new AtomicBoolean();
    private int allowed;

    /**
     * @param reading makes of what says, later, that nothing is wanted any more, what reads the next page; null after the
     *     last
     * @param ahead how many pages to read ahead of the one in hand
     * @param maxPages how many pages to read at most; 0 for no limit
     */
    public Prefetch(
            String pipeline,
            Function<BooleanSupplier, Callable<@Nullable ExtractedPage<C>>> reading,
            int ahead,
            int maxPages) {
        this.reader = reading.apply(unwanted::get);
        this.ahead = ahead;
        this.allowed = maxPages == 0 ? Integer.MAX_VALUE : maxPages;
        this.thread = ahead == 0
                ? null
                : Executors.newSingleThreadExecutor(task -> Threads.daemon("etl-extract-" + pipeline, task));
    }

    /**
     * @param stopping asked again and again while the page is waited for
     * @return the next page; null after the last, or after {@code maxPages}
     * @throws StoppedException when {@code stopping} said so, be it for a moment: that is not the window's end
     * @throws Exception what the source threw
     */
    @Nullable
    public ExtractedPage<C> next(BooleanSupplier stopping) throws Exception {
        if (thread == null) {
            return allowed-- > 0 ? reader.call() : null;
        }
        request(thread, Math.max(1, ahead) - waiting.size());
        Future<@Nullable ExtractedPage<C>> head = waiting.poll();
        if (head == null) {
            return null;
        }
        ExtractedPage<C> page = await(head, stopping);
        if (page != null && page.hasNextPage()) {
            request(thread, ahead - waiting.size());
        }
        return page;
    }

    private void request(ExecutorService executor, int pages) {
        for (int i = 0; i < pages && allowed > 0; i++) {
            allowed--;
            waiting.add(executor.submit(reader));
        }
    }

    private @Nullable ExtractedPage<C> await(Future<@Nullable ExtractedPage<C>> head, BooleanSupplier stopping)
            throws Exception {
        while (true) {
            try {
                return head.get(STOP_CHECK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (stopping.getAsBoolean()) {
                    throw new StoppedException(null);
                }
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw e.getCause() instanceof Exception cause ? cause : e;
            } catch (CancellationException e) {
                throw new StoppedException(e);
            }
        }
    }

    /**
     * Drops what was read ahead; a read in progress is cancelled or interrupted, and given a moment to let go of its
     * connection.
     */
    @Override
    public void close() {
        unwanted.set(true);
        if (thread == null) {
            return;
        }
        thread.shutdownNow();
        Threads.end(thread);
    }
}
