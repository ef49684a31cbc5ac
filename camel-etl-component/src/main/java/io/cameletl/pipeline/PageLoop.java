package io.cameletl.pipeline;

import io.cameletl.StaleLeaseException;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Loads the pages of one window, each with its step of the cursor (steps 3 to 11 of the protocol of {@link Run}). */
final class PageLoop<C> {
    private final PipelineSpec<C> spec;
    private final Ports ports;
    private final String owner;
    private final LeaseKeeper keeper;

    /** Hears of each page once its commit is certain. */
    @FunctionalInterface
    interface Loaded<C> {
        void page(Page<C> page, Map<String, TableCounts> written, Duration took, @Nullable StoredCursor end);
    }

    PageLoop(PipelineSpec<C> spec, Ports ports, String owner, LeaseKeeper keeper) {
        this.spec = spec;
        this.ports = ports;
        this.owner = owner;
        this.keeper = keeper;
    }

    /** @return {@code DRAINED}, {@code PAGE_LIMIT} or {@code STOPPED} */
    RunOutcome run(long version, Window window, @Nullable C after, BooleanSupplier stopping, Loaded<C> loaded)
            throws Exception {
        int limit = spec.settings().maxPagesPerRun();
        Extraction<C> extraction = new Extraction<>(spec, window, after);
        try (Prefetch<C> pages =
                        new Prefetch<>(spec.name(), extraction, spec.settings().prefetch(), limit);
                LazyWriter writer = new LazyWriter(ports.writers(), owner)) {
            long next = version;
            for (int count = 0; limit == 0 || count < limit; count++) {
                Page<C> page = stopping.getAsBoolean() ? null : pages.next(stopping);
                if (page == null) {
                    return stopping.getAsBoolean() ? RunOutcome.STOPPED : RunOutcome.DRAINED;
                }
                if (page.movesCursor()) {
                    load(writer, page, next++, window, loaded);
                }
                if (!page.hasNextPage()) {
                    return RunOutcome.DRAINED;
                }
            }
            return RunOutcome.PAGE_LIMIT;
        }
    }

    private void load(LazyWriter writer, Page<C> page, long version, Window window, Loaded<C> loaded) throws Exception {
        if (keeper.isLost()) {
            throw new StaleLeaseException(
                    spec.name(), "the lease is another holder's now; the page was not loaded", null);
        }
        long started = System.nanoTime();
        StoredCursor end = page.endCursor() == null ? null : spec.cursors().encode(page.endCursor());
        Window after = page.hasNextPage() ? window : window.drained();
        CursorMove move = new CursorMove(spec.name(), owner, version, end, after);
        Map<String, TableCounts> written = Writing.write(ports.store(), writer.get(), page.data(), move);
        loaded.page(page, written, Duration.ofNanos(System.nanoTime() - started), end);
    }
}
