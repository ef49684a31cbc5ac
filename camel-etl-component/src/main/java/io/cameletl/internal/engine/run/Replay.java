package io.cameletl.internal.engine.run;

import io.cameletl.EtlException;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.SkippedPage;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.CursorMove.LedgerEntries;
import io.cameletl.internal.engine.driver.LedgerChoice;
import io.cameletl.internal.engine.driver.PipelineStore;
import io.cameletl.internal.engine.events.Progress;
import io.cameletl.internal.engine.page.ExtractedPage;
import io.cameletl.internal.engine.page.Growth;
import io.cameletl.internal.engine.page.PageReader;
import io.cameletl.internal.engine.page.ReadTimes;
import io.cameletl.internal.engine.page.RejectedPages;
import io.cameletl.internal.engine.page.StoppedException;
import io.cameletl.internal.engine.spec.PipelineSpec;
import io.cameletl.internal.engine.step.LeasedRun;
import io.cameletl.internal.engine.step.PageSteps;
import io.cameletl.internal.engine.step.Postponement;
import io.cameletl.internal.engine.step.RunContext;
import io.cameletl.internal.engine.step.RunWriter;
import io.cameletl.internal.engine.step.StandingSteps;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Loads skipped pages, rejected records and postponed ones again, under the lease and without moving the cursor. What succeeds leaves
 * its ledger in the transaction that loads it. A skipped page is read anew from the source: rows that changed since
 * have moved on to a later page, and older versions do not overwrite newer ones.
 */
public final class Replay<C> {
    private final RunContext<C> context;
    private final PipelineSpec<C> spec;
    private final PipelineStore store;
    private final LedgerChoice lines;

    /** @param lines what to load; postponed records are tried again only with everything */
    public Replay(RunContext<C> context, LedgerChoice lines) {
        this.context = context;
        this.spec = context.spec();
        this.store = context.driver().store();
        this.lines = lines;
    }

    /** @throws EtlException when a page failed again; it is recorded and told of before */
    public RunReport execute() {
        refuseUnknown();
        return new LeasedRun(context, false).execute(true, this::replay);
    }

    /** Before the lease: a wrong number is no failed run. */
    private void refuseUnknown() {
        Set<Long> pages = lines.skippedPages();
        if (pages == null || pages.isEmpty()) {
            return;
        }
        Set<Long> known = store.skippedPages(spec.name()).stream()
                .map(SkippedPage::id)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<Long> unknown = new TreeSet<>(pages);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new EtlException(
                    spec.name(),
                    "there are no skipped pages " + unknown + " to replay. "
                            + (known.isEmpty() ? "Its ledger is empty" : "Its ledger has " + known));
        }
    }

    private RunReport replay(Position position) throws Exception {
        context.events().runStarted(context.counts().runNumber(), position.window());
        RunOutcome outcome = RunOutcome.DRAINED;
        try (RunWriter writer = new RunWriter(context)) {
            StandingSteps steps = new StandingSteps(context, position, writer);
            for (SkippedPage skipped : store.skippedPages(spec.name())) {
                if (lines.hasPage(skipped.id())) {
                    page(skipped, steps);
                }
            }
            records(steps);
            if (lines.isAll()) {
                postponed(steps, position.window());
            }
        } catch (StoppedException e) {
            outcome = RunOutcome.STOPPED;
        }
        return context.counts().report(outcome, null, "replay");
    }

    /** The page's rows may be fewer now, or more: it is read until its end is reached or passed. */
    private void page(SkippedPage skipped, StandingSteps steps) throws Exception {
        PageReader<C> reader = new PageReader<>(
                spec,
                new PageReader.Range<>(
                        skipped.window(),
                        spec.cursors().decode(skipped.after()),
                        spec.cursors().decode(skipped.end()),
                        Math.max(1, skipped.rows()),
                        Growth.NONE),
                context.readRetry(),
                context.progress());
        ExtractedPage<C> page;
        do {
            steps.check();
            context.progress().enter(Progress.Phase.EXTRACT);
            page = Objects.requireNonNull(reader.next());
            steps.take(
                    page.rows(),
                    page.dataOrThrow(),
                    page.times(),
                    page.hasNextPage() ? LedgerEntries.NONE : new LedgerEntries(List.of(skipped.id()), List.of()));
        } while (page.hasNextPage());
    }

    private void records(StandingSteps steps) throws Exception {
        Set<Long> records = lines.rejectedRecords();
        if (records != null && records.isEmpty()) {
            return;
        }
        RejectedPages pages =
                new RejectedPages(store, spec.name(), spec.settings().pageSize(), records);
        for (RejectedPages.Page page = pages.next(); page != null; page = pages.next()) {
            steps.check();
            steps.take(
                    page.numbers().size(), page.data(), ReadTimes.none(), new LedgerEntries(List.of(), page.numbers()));
        }
    }

    /** Where loads bring the pages there is no run, and nobody else settles what waits. */
    private void postponed(StandingSteps steps, Window window) throws Exception {
        long waiting = context.counts().waiting();
        for (int kinds = 1; waiting > 0 && kinds <= PageSteps.MAX_KINDS; kinds++) {
            steps.check();
            waiting = steps.take(0, List.of(), ReadTimes.none(), LedgerEntries.NONE)
                    .untried();
        }
        if (context.counts().waiting() > 0) {
            new Postponement<>(context).settleOld(window);
        }
    }
}
