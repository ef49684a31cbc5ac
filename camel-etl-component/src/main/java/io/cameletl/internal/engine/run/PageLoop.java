package io.cameletl.internal.engine.run;

import io.cameletl.BadRecordException;
import io.cameletl.EtlException;
import io.cameletl.OnExhausted;
import io.cameletl.RunOutcome;
import io.cameletl.SkippedPage;
import io.cameletl.StaleLeaseException;
import io.cameletl.StoredCursor;
import io.cameletl.TooManyRejectsException;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.engine.events.Progress.Phase;
import io.cameletl.internal.engine.events.Reason;
import io.cameletl.internal.engine.page.ExtractedPage;
import io.cameletl.internal.engine.page.Memory;
import io.cameletl.internal.engine.page.PageReader;
import io.cameletl.internal.engine.page.Prefetch;
import io.cameletl.internal.engine.page.StoppedException;
import io.cameletl.internal.engine.spec.PipelineSpec;
import io.cameletl.internal.outlet.Outlet;
import io.cameletl.internal.outlet.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Loads the pages of one window, each with its step of the cursor (steps 3 to 11 of the protocol of {@link Run}). */
final class PageLoop<C> {
    /** Of so many combinations of columns, postponed records are tried again at the end of a run. */
    static final int MAX_KINDS = 10;

    private final RunContext<C> context;
    private final PipelineSpec<C> spec;
    private final Window window;
    private final SourceTime sourceTime;
    private long version;
    private @Nullable C after;
    private final PageSize size;
    private int count;

    /** The step of the page that is being written; null when none is. */
    private @Nullable CursorMove writing;

    /**
     * @param sourceTime the source's time, read when the run began
     * @param version the version of the position before the first step
     */
    PageLoop(RunContext<C> context, Window window, SourceTime sourceTime, long version) {
        this.context = context;
        this.spec = context.spec();
        this.window = window;
        this.sourceTime = sourceTime;
        this.version = version;
        this.size = new PageSize(spec.name(), spec.settings());
    }

    /** @return {@code DRAINED}, {@code PAGE_LIMIT} or {@code STOPPED} */
    RunOutcome run(@Nullable C start) throws Exception {
        try (RunWriter writer = new RunWriter(context)) {
            return run(start, writer);
        }
    }

    /** The same by a writer that serves one loop after another. */
    RunOutcome run(@Nullable C start, RunWriter writer) throws Exception {
        after = start;
        try {
            while (true) {
                try {
                    return pages(writer);
                } catch (Exception | OutOfMemoryError e) {
                    if (!isToShrink(e)) {
                        throw e;
                    }
                }
                // What had been read is not held any more.
                size.shrink();
            }
        } catch (StoppedException e) {
            return RunOutcome.STOPPED;
        }
    }

    private RunOutcome pages(RunWriter writer) throws Exception {
        int maxPages = spec.settings().maxPagesPerRun();
        int left = maxPages == 0 ? 0 : maxPages - count;
        PageReader.Range<C> range = new PageReader.Range<>(window, after, null, size.rows());
        ReadAhead<C> reading = new ReadAhead<>(context, range, size.ahead() > 0, writer);
        try (Prefetch<C> pages = new Prefetch<>(spec.name(), reading::until, size.ahead(), left)) {
            for (; maxPages == 0 || count < maxPages; count++) {
                if (context.stopping().getAsBoolean()) {
                    return RunOutcome.STOPPED;
                }
                context.progress().enter(Phase.EXTRACT);
                ExtractedPage<C> page = window.isOpen() ? pages.next(context.stopping()) : null;
                reading.taken();
                if (page != null && page.movesCursor()) {
                    take(writer, page);
                    version++;
                    after = page.endCursor() == null ? after : page.endCursor();
                }
                if (page == null || !page.hasNextPage()) {
                    // Of several workers none tries what the others may be trying.
                    if (context.counts().waiting() > 0 && !context.lease().isShared()) {
                        tryPostponed(writer);
                    }
                    context.ending(() -> {
                        writer.clearIfUnused();
                        return null;
                    });
                    return RunOutcome.DRAINED;
                }
            }
            return RunOutcome.PAGE_LIMIT;
        }
    }

    /**
     * A page that does not fit the memory is read again, smaller, if nothing of it was committed: at a commit, too, memory
     * may have been short.
     *
     * @throws EtlException when a row alone does not fit
     */
    private boolean isToShrink(Throwable failure) {
        if (!Memory.wasShort(failure)) {
            return false;
        }
        CursorMove move = writing;
        if (!size.canShrink(failure)) {
            if (failure instanceof BadRecordException) {
                return false; // it names the record
            }
            throw size.tooLarge(place(), failure);
        }
        writing = null;
        return move == null || !context.driver().store().taken(move);
    }

    /** Sources read one row more than a page has, to know whether there is another. */
    private String place() {
        if (writing != null && writing.cursor() != null) {
            return "the row with the cursor " + shown(writing.cursor());
        }
        return "one of the next two rows "
                + (after == null
                        ? "at the beginning"
                        : "after the cursor " + shown(spec.cursors().encode(after)));
    }

    private static String shown(StoredCursor cursor) {
        return Value.of(cursor.json());
    }

    /** @return the cursor after the last page; null when there has been none yet */
    @Nullable
    C after() {
        return after;
    }

    /** @return the version of the position after the last step */
    long version() {
        return version;
    }

    private void take(RunWriter writer, ExtractedPage<C> page) throws Exception {
        long started = System.nanoTime();
        StoredCursor end = page.endCursor() == null ? null : spec.cursors().encode(page.endCursor());
        CursorMove move = context.lease()
                .step(
                        new CursorMove(
                                spec.name(),
                                context.lease().owner(),
                                version,
                                end,
                                page.hasNextPage() ? window : window.drained(),
                                sourceTime.now()),
                        page.rows());
        writing = move;
        PageResult result;
        try {
            result = writer.write(page.dataOrThrow(), move);
        } catch (StaleLeaseException | InterruptedException | StoppedException | TooManyRejectsException e) {
            throw e;
        } catch (Exception e) {
            if (size.canShrink(e)) {
                throw e;
            }
            if (context.counts().rejectsUsedUp()) {
                throw new TooManyRejectsException(
                        spec.name(),
                        "this run has set aside as many bad records as maxRejectsPerRun lets it, so a page that fails"
                                + " ends it: " + Reason.of(spec.name(), e),
                        e);
            }
            if (end == null || spec.settings().onFailure().onExhausted() != OnExhausted.SKIP) {
                throw e;
            }
            skip(page, end, move, e);
            writing = null;
            return;
        }
        writing = null;
        context.committed(new LoadedPage(page.rows(), page.data(), end, page.times()), result, started);
    }

    /**
     * Tries the postponed records by themselves. The run may have had no page that tried them, or they came with its last
     * page; and the rows that they refer to may come in other ways.
     */
    void tryPostponed(RunWriter writer) throws Exception {
        for (int kinds = 1; tryPostponedOnce(writer) > 0 && kinds < MAX_KINDS; kinds++) {
            // Records of other columns have their turn.
        }
    }

    /** @return how many were not tried */
    private int tryPostponedOnce(RunWriter writer) throws Exception {
        long started = System.nanoTime();
        long waiting = context.counts().waiting();
        CursorMove move = new CursorMove(spec.name(), context.lease().owner(), version, null, window, sourceTime.now());
        PageResult result = writer.write(List.of(), move);
        version++;
        if (result.waiting() < waiting) {
            context.committed(LoadedPage.ofWaiting(), result, started);
        }
        return result.waiting() == 0 ? 0 : result.untried();
    }

    private void skip(ExtractedPage<C> page, StoredCursor end, CursorMove move, Exception failure) throws Exception {
        StoredCursor after = page.after() == null ? null : spec.cursors().encode(page.after());
        SkippedPage skipped = new SkippedPage(
                0, context.counts().runNumber(), after, end, window, page.rows(), Reason.of(spec.name(), failure));
        try {
            context.writeRetry().call(new Skip(context.driver().store(), skipped, move));
        } catch (RuntimeException e) {
            e.addSuppressed(Outlet.failure(spec.name(), failure));
            throw e;
        }
        context.counts().skipped();
        context.events().pageSkipped(skipped, failure);
    }
}
