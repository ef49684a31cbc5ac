package io.cameletl.internal.engine.run;

import io.cameletl.EtlException;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.SkippedPage;
import io.cameletl.StaleLeaseException;
import io.cameletl.TargetData;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.LedgerEntries;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.engine.page.ExtractedPage;
import io.cameletl.internal.engine.page.LazyWriter;
import io.cameletl.internal.engine.page.PageReader;
import io.cameletl.internal.engine.page.Retry;
import io.cameletl.internal.engine.page.StoppedException;
import io.cameletl.internal.engine.spec.PipelineSpec;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Loads skipped pages and rejected records again, under the lease and without moving the cursor. What succeeds leaves
 * its ledger in the transaction that loads it. A skipped page is read anew from the source: rows that changed since
 * have moved on to a later page, and older versions do not overwrite newer ones.
 */
public final class Replay<C> {
    private final PipelineSpec<C> spec;
    private final RunContext ports;
    private final BooleanSupplier stopping;
    private final RunCounts progress;
    private final Retry retry;
    private final Set<Long> onlyPages;

    /** @param onlyPages the skipped pages to load, by their numbers; empty for all, and the rejected records too */
    public Replay(PipelineSpec<C> spec, RunContext ports, BooleanSupplier stopping, Set<Long> onlyPages) {
        this.spec = spec;
        this.ports = ports;
        this.stopping = stopping;
        this.onlyPages = onlyPages;
        this.progress = new RunCounts(spec.name(), ports, spec.settings().onFailure());
        this.retry = new Retry(spec.settings().retry(), stopping, ports.pause(), progress::retrying);
    }

    public RunReport execute() {
        refuseUnknown();
        return new LeasedRun(spec.name(), ports, progress, spec.settings().leaseDuration()).hold(true, this::replay);
    }

    private RunReport replay(Position position, Lease keeper) throws Exception {
        progress.started(position.window());
        RunOutcome outcome = RunOutcome.DRAINED;
        try (LazyWriter writer = new LazyWriter(ports.writers(), progress.owner())) {
            Steps steps = new Steps(position, writer, keeper);
            pages(steps);
            if (onlyPages.isEmpty()) {
                records(steps);
            }
        } catch (StoppedException e) {
            outcome = RunOutcome.STOPPED;
        }
        RunReport report = progress.ended(outcome, null, "replay");
        ports.store().finish(progress.owner(), report, null);
        progress.tellEnded(report, null);
        return report;
    }

    /** Before the lease: a wrong number is no failed run. */
    private void refuseUnknown() {
        if (onlyPages.isEmpty()) {
            return;
        }
        Set<Long> known = ports.store().skippedPages(spec.name()).stream()
                .map(SkippedPage::id)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<Long> unknown = new TreeSet<>(onlyPages);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new EtlException(
                    spec.name(),
                    "there are no skipped pages " + unknown + " to replay. "
                            + (known.isEmpty() ? "Its ledger is empty" : "Its ledger has " + known));
        }
    }

    private void pages(Steps steps) throws Exception {
        for (SkippedPage skipped : ports.store().skippedPages(spec.name())) {
            if (onlyPages.isEmpty() || onlyPages.contains(skipped.id())) {
                page(skipped, steps);
            }
        }
    }

    /** The page's rows may be fewer now, or more: it is read until its end is reached or passed. */
    private void page(SkippedPage skipped, Steps steps) throws Exception {
        PageReader<C> reader = new PageReader<>(
                spec,
                new PageReader.Range<>(
                        skipped.window(),
                        spec.cursors().decode(skipped.after()),
                        spec.cursors().decode(skipped.end()),
                        Math.max(1, skipped.rows())),
                retry);
        boolean ended = false;
        while (!ended) {
            steps.check();
            ExtractedPage<C> page = Objects.requireNonNull(reader.next());
            if (page.failure() != null) {
                throw page.failure();
            }
            ended = !page.hasNextPage();
            steps.take(
                    page.rows(),
                    page.data(),
                    ended ? new LedgerEntries(List.of(skipped.id()), List.of()) : LedgerEntries.NONE);
        }
    }

    /** A record refused again comes back into the ledger under a new number: only those of before are read. */
    private void records(Steps steps) throws Exception {
        long left = ports.store().status(spec.name()).rejectedRecords();
        List<RejectedRecord> next = rejected(0, left);
        while (!next.isEmpty()) {
            steps.check();
            RejectedPages page = RejectedPages.from(spec.name(), next);
            steps.take(page.ids().size(), page.data(), new LedgerEntries(List.of(), page.ids()));
            left -= page.ids().size();
            next = rejected(page.ids().get(page.ids().size() - 1), left);
        }
    }

    private List<RejectedRecord> rejected(long after, long left) {
        int limit = (int) Math.min(left, spec.settings().pageSize());
        return limit == 0 ? List.of() : ports.store().rejectedRecords(spec.name(), after, limit);
    }

    /** The steps of the position that a replay takes: the version moves, the cursor does not. */
    private final class Steps {
        private final Window window;
        private final LazyWriter writer;
        private final Lease keeper;
        private long version;

        Steps(Position position, LazyWriter writer, Lease keeper) {
            this.window = position.window();
            this.version = position.version();
            this.writer = writer;
            this.keeper = keeper;
        }

        void check() throws StoppedException {
            if (stopping.getAsBoolean()) {
                throw new StoppedException(null);
            }
            if (keeper.isLost()) {
                throw new StaleLeaseException(spec.name(), "the lease is another holder's now; the replay ends", null);
            }
        }

        void take(int rows, List<TargetData> data, LedgerEntries settled) throws Exception {
            long started = System.nanoTime();
            CursorMove move = new CursorMove(spec.name(), progress.owner(), version, null, window, settled);
            RunWriter writing = new RunWriter(ports.store(), writer, data, move, progress.rejectsLeft());
            PageResult written = retry.call(writing);
            version++;
            progress.loaded(rows, written, null, System.nanoTime() - started);
        }
    }
}
