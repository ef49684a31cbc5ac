package io.cameletl.internal.source.database;

import io.cameletl.EtlException;
import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.Source;
import io.cameletl.internal.engine.pass.ComparedSource;
import io.cameletl.internal.engine.pass.ComparedTable;
import io.cameletl.internal.engine.pass.Scope;
import io.cameletl.internal.engine.pass.SourceSide;
import io.cameletl.internal.engine.spec.Backlogged;
import io.cameletl.internal.engine.spec.FirstColumn;
import io.cameletl.internal.engine.spec.KeySpan;
import io.cameletl.internal.engine.spec.Momentary;
import io.cameletl.internal.engine.spec.Ranged;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A source whose windows end by another clock than its own, before the oldest open transaction, or before the times that
 * a zone's clocks show twice.
 */
public final class WindowedSource<C>
        implements Source<C>, FirstColumn, Ranged<C>, Backlogged<C>, Momentary<C>, ComparedSource<C> {
    private final Source<C> source;
    private final Callable<Instant> clock;
    private final UnaryOperator<Instant> bound;

    private WindowedSource(Source<C> source, Callable<Instant> clock, UnaryOperator<Instant> bound) {
        this.source = source;
        this.clock = clock;
        this.bound = bound;
    }

    /** Stands for the source of a pipeline whose route extracts by itself: it only has the clock. */
    public static <C> Source<C> none(String pipeline, Callable<Instant> clock) {
        Source<C> none = request -> {
            throw new EtlException(pipeline, "has no source to run. Set source or query on this endpoint");
        };
        return clocked(none, clock);
    }

    public static <C> Source<C> clocked(Source<C> source, Callable<Instant> clock) {
        return new WindowedSource<>(source, clock, UnaryOperator.identity());
    }

    public static <C> Source<C> guarded(Source<C> source, OpenTransactions guard) {
        return new WindowedSource<>(source, source::now, guard::before);
    }

    /** @param zone whose clocks the rows' change times show */
    public static <C> Source<C> onWallClock(Source<C> source, ZoneId zone) {
        return new WindowedSource<>(source, source::now, end -> RepeatedTimes.before(end, zone));
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
        return bound.apply(source.committedBefore(end));
    }

    @Override
    public C lookBack(C after, Instant from) throws Exception {
        return source.lookBack(after, from);
    }

    @Override
    public boolean isText() throws Exception {
        return source instanceof FirstColumn first && first.isText();
    }

    @Override
    public @Nullable Ranges<C> ranges() {
        return Ranged.of(source);
    }

    @Override
    public boolean mayGrow() {
        return Backlogged.of(source) != null;
    }

    @Override
    public ExtractResponse<C> extract(ExtractRequest<C> request, LargePage most) throws Exception {
        Backlogged<C> backlogged = Backlogged.of(source);
        return backlogged == null ? source.extract(request) : backlogged.extract(request, most);
    }

    @Override
    public boolean hasMoments() {
        return Momentary.of(source) != null;
    }

    @Override
    public void readAtOneMoment(ExtractRequest<C> first, PageUse<C> use) throws Exception {
        Momentary<C> momentary = Momentary.of(source);
        if (momentary == null) {
            throw new UnsupportedOperationException("only a query has moments");
        }
        momentary.readAtOneMoment(first, use);
    }

    @Override
    public List<String> comparedColumns() {
        return compared().comparedColumns();
    }

    @Override
    public String comparedText() {
        return compared().comparedText();
    }

    @Override
    public List<?> rows(Scope<C> scope, List<String> columns, List<List<String>> keys) {
        return compared().rows(scope, columns, keys);
    }

    @Override
    public List<List<String>> keys(Scope<C> scope, List<String> columns, KeySpan span, int most) {
        return compared().keys(scope, columns, span, most);
    }

    @Override
    public SourceSide<C> compared(ComparedTable table, Scope<C> scope) {
        return compared().compared(table, scope);
    }

    /** @return the source that it stands before, where its rows can be compared with a table */
    @SuppressWarnings("unchecked")
    private ComparedSource<C> compared() {
        if (source instanceof ComparedSource<?> same) {
            return (ComparedSource<C>) same;
        }
        throw new UnsupportedOperationException("only the rows of a query can be compared");
    }

    @Override
    public boolean isComparable() {
        return source instanceof ComparedSource<?> same && same.isComparable();
    }

    @Override
    public void checkComplete() throws Exception {
        source.checkComplete();
    }
}
