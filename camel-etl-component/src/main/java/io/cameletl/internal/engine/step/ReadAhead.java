package io.cameletl.internal.engine.step;

import io.cameletl.internal.engine.driver.WatchedRun;
import io.cameletl.internal.engine.page.ExtractedPage;
import io.cameletl.internal.engine.page.PageReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a window's pages ahead of the one being written. The next one in turn is given to the writer as well, which may
 * prepare it meanwhile.
 */
final class ReadAhead<C> {
    private final RunContext<C> context;
    private final PageReader.Range<C> range;
    private final boolean prepares;
    private final RunWriter writer;

    /** The pages that have been read, and not taken. */
    private final Deque<Optional<ExtractedPage<C>>> waiting = new ArrayDeque<>();

    /** @param ahead whether pages are read while others are written */
    ReadAhead(RunContext<C> context, PageReader.Range<C> range, boolean ahead, RunWriter writer) {
        this.context = context;
        this.range = range;
        this.prepares = ahead && context.spec().settings().lanes() > 1;
        this.writer = writer;
    }

    /**
     * The thread that reads ahead is the run's, too.
     *
     * @param unwanted whether nothing is wanted any more
     * @return what reads the next page; null after the last
     */
    Callable<@Nullable ExtractedPage<C>> until(BooleanSupplier unwanted) {
        PageReader<C> reader = new PageReader<>(context.spec(), range, context.readRetry(unwanted), context.progress());
        WatchedRun watched = context.watched().until(unwanted);
        return () -> watched.call(() -> Optional.ofNullable(next(reader))).orElse(null);
    }

    private @Nullable ExtractedPage<C> next(PageReader<C> reader) throws Exception {
        ExtractedPage<C> page = reader.next();
        synchronized (this) {
            waiting.add(Optional.ofNullable(page));
            if (waiting.size() == 1) {
                announce();
            }
        }
        return page;
    }

    /** A page has been taken, and is written next. */
    synchronized void taken() {
        waiting.poll();
        announce();
    }

    private void announce() {
        Optional<ExtractedPage<C>> head = waiting.peek();
        ExtractedPage<C> next = head == null ? null : head.orElse(null);
        if (prepares && next != null && next.movesCursor() && next.failure() == null) {
            writer.ahead(next.data());
        }
    }
}
