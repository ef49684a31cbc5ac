package io.cameletl.internal.source.database;

import io.cameletl.EtlException;
import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.Source;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A source whose windows end by another clock than its own, before the oldest open transaction, or both. */
public final class WindowedSource<C> implements Source<C> {
    private final Source<C> source;
    private final Callable<Instant> clock;
    private final @Nullable OpenTransactions guard;

    private WindowedSource(Source<C> source, Callable<Instant> clock, @Nullable OpenTransactions guard) {
        this.source = source;
        this.clock = clock;
        this.guard = guard;
    }

    /** Stands for the source of a pipeline whose route extracts by itself: it only has the clock. */
    public static <C> Source<C> none(String pipeline, Callable<Instant> clock) {
        Source<C> none = request -> {
            throw new EtlException(pipeline, "has no source to run. Set source or query on this endpoint");
        };
        return clocked(none, clock);
    }

    public static <C> Source<C> clocked(Source<C> source, Callable<Instant> clock) {
        return new WindowedSource<>(source, clock, null);
    }

    public static <C> Source<C> guarded(Source<C> source, OpenTransactions guard) {
        return new WindowedSource<>(source, source::now, guard);
    }

    @Override
    public ExtractResponse<C> extract(ExtractRequest<C> request) throws Exception {
        return source.extract(request);
    }

    @Override
    public Instant now() throws Exception {
        return clock.call();
    }

    @Override
    public Instant committedBefore(Instant end) throws Exception {
        Instant committed = source.committedBefore(end);
        return guard == null ? committed : guard.before(committed);
    }

    @Override
    public C lookBack(C after, Instant from) throws Exception {
        return source.lookBack(after, from);
    }

    @Override
    public void checkComplete() throws Exception {
        source.checkComplete();
    }
}
