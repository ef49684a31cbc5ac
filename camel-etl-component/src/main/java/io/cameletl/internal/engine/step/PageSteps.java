package io.cameletl.internal.engine.step;

import io.cameletl.OnExhausted;
import io.cameletl.SkippedPage;
import io.cameletl.StaleLeaseException;
import io.cameletl.StoredCursor;
import io.cameletl.TooManyRejectsException;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.engine.events.Reason;
import io.cameletl.internal.engine.page.ExtractedPage;
import io.cameletl.internal.engine.page.StoppedException;
import io.cameletl.internal.engine.spec.PipelineSpec;
import io.cameletl.internal.outlet.Outlet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the pages of one window in turn, each with its step of the position. */
public final class PageSteps<C> {
    /** Of so many combinations of columns, postponed records are tried again at the end of a run. */
    public static final int MAX_KINDS = 10;

    private final RunContext<C> context;
    private final PipelineSpec<C> spec;
    private final Window window;
    private final SourceTime sourceTime;
    private long version;
    private @Nullable C after;

    /** The step of the page that is being written; null when none is. */
    private @Nullable CursorMove writing;

    /**
     * @param sourceTime the source's time, read when the run began
     * @param version the version of the position before the first step
     */
    public PageSteps(RunContext<C> context, Window window, SourceTime sourceTime, long version) {
        this.context = context;
        this.spec = context.spec();
        this.window = window;
        this.sourceTime = sourceTime;
        this.version = version;
    }

    /** @param start the cursor to begin after; null for the beginning */
    void begin(@Nullable C start) {
        after = start;
    }

    /** @return the cursor after the last page; null when there has been none yet */
    @Nullable
    C after() {
        return after;
    }

    /** @return the version of the position after the last step */
    public long version() {
        return version;
    }

    /** @return the step of the page that was being written when it failed; null when none was */
    @Nullable
    CursorMove writing() {
        return writing;
    }

    /**
     * The page that was being written is read anew, if nothing of it was committed.
     *
     * @return whether so
     */
    boolean takeBack() {
        CursorMove move = writing;
        writing = null;
        return move == null || !context.driver().store().taken(move);
    }

    /**
     * Writes a page that moves the cursor.
     *
     * @param size how many rows a page has
     * @throws LargePageException when a page failed that has more
     */
    void take(RunWriter writer, ExtractedPage<C> page, PageSize size) throws Exception {
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
        PageResult result = null;
        try {
            result = writer.write(page.dataOrThrow(), move);
        } catch (StaleLeaseException | InterruptedException | StoppedException e) {
            throw e;
        } catch (Exception e) {
            if (size.canShrink(e)) {
                throw e;
            }
            if (size.backlog().isLarge(page)) {
                throw new LargePageException(e);
            }
            giveUp(page, end, move, e);
        }
        writing = null;
        if (result != null) {
            size.backlog().loaded(page.rows(), System.nanoTime() - started, result.binary());
            context.committed(new LoadedPage(page.rows(), page.data(), end, page.times()), result, started);
        }
        version++;
        after = page.endCursor() == null ? after : page.endCursor();
    }

    private void giveUp(ExtractedPage<C> page, @Nullable StoredCursor end, CursorMove move, Exception failure)
            throws Exception {
        if (failure instanceof TooManyRejectsException) {
            throw failure;
        }
        if (context.counts().rejectsUsedUp()) {
            throw new TooManyRejectsException(
                    spec.name(),
                    "this run has set aside as many bad records as maxRejectsPerRun lets it, so a page that fails"
                            + " ends it: " + Reason.of(spec.name(), failure),
                    failure);
        }
        if (end == null || spec.settings().onFailure().onExhausted() != OnExhausted.SKIP) {
            throw failure;
        }
        skip(page, end, move, failure);
    }

    /**
     * Tries the postponed records by themselves. The run may have had no page that tried them, or they came with its last
     * page; and the rows that they refer to may come in other ways.
     */
    public void tryPostponed(RunWriter writer) throws Exception {
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
