package io.cameletl.internal.engine.reconcile;

import io.cameletl.internal.engine.page.Threads;
import io.cameletl.internal.engine.pass.SourceSide;
import io.cameletl.internal.engine.pass.SourceSide.NextRange;
import io.cameletl.internal.engine.step.RunContext;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Lets the source sum up the next range on a thread of its own, while the target sums up the one before. */
final class RangesAhead<C> implements AutoCloseable {
    private final RunContext<C> context;
    private final SourceSide<C> source;
    private final int rows;
    private final ExecutorService thread;
    private final AtomicBoolean unwanted = new AtomicBoolean();
    private @Nullable Future<NextRange> ahead;
    private @Nullable List<String> aheadAfter;

    /** @param rows how many rows a range has at most */
    RangesAhead(RunContext<C> context, SourceSide<C> source, int rows) {
        this.context = context;
        this.source = source;
        this.rows = rows;
        this.thread = Executors.newSingleThreadExecutor(
                task -> Threads.daemon("etl-verify-" + context.spec().name(), task));
    }

    /** @return the range after a key, which may have been read ahead */
    NextRange after(@Nullable List<String> key) throws Exception {
        Future<NextRange> read = ahead;
        ahead = null;
        return read != null && Objects.equals(aheadAfter, key) ? await(read) : source.next(key, rows);
    }

    /** The range after a key is wanted next. */
    void begin(List<String> key) {
        Callable<NextRange> reading = () -> source.next(key, rows);
        aheadAfter = key;
        ahead = thread.submit(() -> context.watched().until(unwanted::get).call(reading::call));
    }

    private static NextRange await(Future<NextRange> read) throws Exception {
        try {
            return read.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** What is under way at the source is cancelled. */
    @Override
    public void close() {
        unwanted.set(true);
        Threads.end(thread);
    }
}
