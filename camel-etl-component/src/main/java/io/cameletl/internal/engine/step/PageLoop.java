package io.cameletl.internal.engine.step;

import io.cameletl.BadRecordException;
import io.cameletl.EtlException;
import io.cameletl.RunOutcome;
import io.cameletl.StoredCursor;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.events.Progress.Phase;
import io.cameletl.internal.engine.page.ExtractedPage;
import io.cameletl.internal.engine.page.Memory;
import io.cameletl.internal.engine.page.PageReader;
import io.cameletl.internal.engine.page.Prefetch;
import io.cameletl.internal.engine.page.StoppedException;
import io.cameletl.internal.engine.run.Run;
import io.cameletl.internal.engine.spec.PipelineSpec;
import io.cameletl.internal.outlet.Value;
import org.jspecify.annotations.Nullable;

/** Loads the pages of one window, each with its step of the cursor (steps 3 to 11 of the protocol of {@link Run}). */
public final class PageLoop<C> {
    private final RunContext<C> context;
    private final PipelineSpec<C> spec;
    private final Window window;
    private final PageSteps<C> steps;
    private final PageSize size;
    private int count;

    /**
     * @param sourceTime the source's time, read when the run began
     * @param version the version of the position before the first step
     */
    public PageLoop(RunContext<C> context, Window window, SourceTime sourceTime, long version) {
        this.context = context;
        this.spec = context.spec();
        this.window = window;
        this.steps = new PageSteps<>(context, window, sourceTime, version);
        this.size = new PageSize(spec, context.stopping());
    }

    /** @return {@code DRAINED}, {@code PAGE_LIMIT} or {@code STOPPED} */
    public RunOutcome run(@Nullable C start) throws Exception {
        try (RunWriter writer = new RunWriter(context)) {
            return run(start, writer);
        }
    }

    /** The same by a writer that serves one loop after another. */
    public RunOutcome run(@Nullable C start, RunWriter writer) throws Exception {
        steps.begin(start);
        try {
            while (true) {
                try {
                    return pages(writer);
                } catch (LargePageException e) {
                    if (!steps.takeBack()) {
                        throw e.cause();
                    }
                    size.backlog().failed(e.cause());
                    continue;
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
        PageReader.Range<C> range = new PageReader.Range<>(window, steps.after(), null, size.rows(), size.backlog());
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
                    steps.take(writer, page, size);
                }
                if (page == null || !page.hasNextPage()) {
                    // Of several workers none tries what the others may be trying.
                    if (context.counts().waiting() > 0 && !context.lease().isShared()) {
                        steps.tryPostponed(writer);
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
        if (!size.canShrink(failure)) {
            if (failure instanceof BadRecordException) {
                return false; // it names the record
            }
            throw size.tooLarge(place(), failure);
        }
        return steps.takeBack();
    }

    /** Sources read one row more than a page has, to know whether there is another. */
    private String place() {
        CursorMove writing = steps.writing();
        C after = steps.after();
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
    public @Nullable C after() {
        return steps.after();
    }

    /** @return the version of the position after the last step */
    public long version() {
        return steps.version();
    }
}
