package io.cameletl.internal.engine.run;

import io.cameletl.OnExhausted;
import io.cameletl.RunOutcome;
import io.cameletl.SkippedPage;
import io.cameletl.StaleLeaseException;
import io.cameletl.StoredCursor;
import io.cameletl.TooManyRejectsException;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.engine.page.ExtractedPage;
import io.cameletl.internal.engine.page.LazyWriter;
import io.cameletl.internal.engine.page.PageReader;
import io.cameletl.internal.engine.page.Prefetch;
import io.cameletl.internal.engine.page.Retry;
import io.cameletl.internal.engine.page.StoppedException;
import io.cameletl.internal.engine.page.Throwables;
import io.cameletl.internal.engine.spec.PipelineSpec;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Loads the pages of one window, each with its step of the cursor (steps 3 to 11 of the protocol of {@link Run}). */
final class PageLoop<C> {
    private final PipelineSpec<C> spec;
    private final RunContext ports;
    private final RunCounts progress;
    private final Lease keeper;
    private final BooleanSupplier stopping;
    private final Retry retry;
    private long version;

    PageLoop(
            PipelineSpec<C> spec,
            RunContext ports,
            RunCounts progress,
            Lease keeper,
            BooleanSupplier stopping) {
        this.spec = spec;
        this.ports = ports;
        this.progress = progress;
        this.keeper = keeper;
        this.stopping = stopping;
        this.retry = new Retry(spec.settings().retry(), stopping, ports.pause(), progress::retrying);
    }

    /** @return {@code DRAINED}, {@code PAGE_LIMIT} or {@code STOPPED} */
    RunOutcome run(long claimed, Window window, @Nullable C after) throws Exception {
        version = claimed;
        int maxPages = spec.settings().maxPagesPerRun();
        PageReader<C> reader = new PageReader<>(
                spec,
                new PageReader.Range<>(window, after, null, spec.settings().pageSize()),
                retry);
        try (Prefetch<C> pages = new Prefetch<>(
                        spec.name(), reader::next, spec.settings().prefetch(), maxPages);
                LazyWriter writer = new LazyWriter(ports.writers(), progress.owner())) {
            for (int count = 0; maxPages == 0 || count < maxPages; count++) {
                if (stopping.getAsBoolean()) {
                    return RunOutcome.STOPPED;
                }
                ExtractedPage<C> page = window.isOpen() ? pages.next(stopping) : null;
                if (page == null) {
                    return drained(writer);
                }
                if (page.movesCursor()) {
                    take(writer, page, window);
                    version++;
                }
                if (!page.hasNextPage()) {
                    return drained(writer);
                }
            }
            return RunOutcome.PAGE_LIMIT;
        } catch (StoppedException e) {
            return RunOutcome.STOPPED;
        }
    }

    /** @return the version of the position after the last step */
    long version() {
        return version;
    }

    /** Until a page comes, nobody else would clear away what a crash left behind. */
    private static RunOutcome drained(LazyWriter writer) throws Exception {
        writer.clearIfUnused();
        return RunOutcome.DRAINED;
    }

    private void take(LazyWriter writer, ExtractedPage<C> page, Window window) throws Exception {
        long started = System.nanoTime();
        StoredCursor end = page.endCursor() == null ? null : spec.cursors().encode(page.endCursor());
        Window after = page.hasNextPage() ? window : window.drained();
        CursorMove move = new CursorMove(spec.name(), progress.owner(), version, end, after);
        PageResult written;
        try {
            written = load(writer, page, move);
        } catch (StaleLeaseException | InterruptedException | StoppedException | TooManyRejectsException e) {
            throw e;
        } catch (Exception e) {
            if (progress.rejectsUsedUp()) {
                throw new TooManyRejectsException(
                        spec.name(),
                        "this run has set aside as many bad records as maxRejectsPerRun lets it, so a page that fails"
                                + " ends it: " + Throwables.message(e),
                        e);
            }
            if (end == null || spec.settings().onFailure().onExhausted() != OnExhausted.SKIP) {
                throw e;
            }
            skip(page, end, window, move, e);
            return;
        }
        progress.loaded(page.rows(), written, end, System.nanoTime() - started);
    }

    private PageResult load(LazyWriter writer, ExtractedPage<C> page, CursorMove move) throws Exception {
        if (page.failure() != null) {
            throw page.failure();
        }
        RunWriter writing = new RunWriter(ports.store(), writer, page.data(), move, progress.rejectsLeft());
        return retry.call(() -> {
            if (keeper.isLost()) {
                throw new StaleLeaseException(
                        spec.name(), "the lease is another holder's now; the page was not loaded", null);
            }
            return writing.call();
        });
    }

    private void skip(ExtractedPage<C> page, StoredCursor end, Window window, CursorMove move, Exception failure) {
        StoredCursor after = page.after() == null ? null : spec.cursors().encode(page.after());
        SkippedPage skipped =
                new SkippedPage(0, progress.runNumber(), after, end, window, page.rows(), Throwables.message(failure));
        try {
            ports.store().skip(skipped, move);
        } catch (RuntimeException e) {
            e.addSuppressed(failure);
            throw e;
        }
        progress.skipped(skipped, failure);
    }
}
