package io.cameletl.internal.engine.run;

import io.cameletl.EtlException;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.TargetData;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.CursorMove.LedgerEntries;
import io.cameletl.internal.engine.page.Answers;
import io.cameletl.internal.engine.page.ExtractedPage;
import io.cameletl.internal.engine.page.Growth;
import io.cameletl.internal.engine.page.PageReader;
import io.cameletl.internal.engine.page.ReadTimes;
import io.cameletl.internal.engine.page.StoppedException;
import io.cameletl.internal.engine.pass.ComparedSource;
import io.cameletl.internal.engine.pass.Scope;
import io.cameletl.internal.engine.spec.KeySpan;
import io.cameletl.internal.engine.spec.PipelineSpec;
import io.cameletl.internal.engine.spec.ReloadRange;
import io.cameletl.internal.engine.step.LeasedRun;
import io.cameletl.internal.engine.step.RunContext;
import io.cameletl.internal.engine.step.RunWriter;
import io.cameletl.internal.engine.step.StandingSteps;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a range of rows again, under the lease and without moving the cursor. They take the way of any page: rows that are
 * the same are not written, older versions do not overwrite newer ones. It ends where the pipeline's last window does:
 * what changed later comes with the next.
 */
public final class Reload<C> {
    private final RunContext<C> context;
    private final PipelineSpec<C> spec;
    private final ReloadRange range;
    private final @Nullable ComparedSource<C> keyed;
    private final boolean whole;

    /**
     * @param keyed reads rows by their keys; null when the range is one of times
     * @param whole whether the pipeline's runs read all rows
     */
    public Reload(RunContext<C> context, ReloadRange range, @Nullable ComparedSource<C> keyed, boolean whole) {
        this.context = context;
        this.spec = context.spec();
        this.range = range;
        this.keyed = keyed;
        this.whole = whole;
    }

    /** @throws EtlException when a page failed; it is recorded and told of before, and pages before it stay committed */
    public RunReport execute() {
        refuseTooEarly();
        return new LeasedRun(context, false).execute(true, this::reload);
    }

    /** Before the lease: it is no failed run. */
    private void refuseTooEarly() {
        Window window = context.driver().store().position(spec.name()).window();
        if (window.equals(Window.NONE)) {
            throw new EtlException(
                    spec.name(),
                    "operation=reload reads again what the pipeline has read, and it has read nothing yet, or nothing since"
                            + " its cursor was set. Let it run first");
        }
    }

    private RunReport reload(Position position) throws Exception {
        context.events().runStarted(context.counts().runNumber(), position.window());
        RunOutcome outcome = RunOutcome.DRAINED;
        try (RunWriter writer = new RunWriter(context)) {
            StandingSteps steps = new StandingSteps(context, position, writer);
            if (keyed != null) {
                keys(keyed, position, steps);
            } else {
                times(position, steps);
            }
        } catch (StoppedException e) {
            outcome = RunOutcome.STOPPED;
        }
        return context.counts().report(outcome, null, "reload");
    }

    private void times(Position position, StandingSteps steps) throws Exception {
        Instant end = position.window().beforeAt();
        Instant before = range.before() != null && range.before().isBefore(end) ? range.before() : end;
        Instant from = range.from() != null ? range.from() : Window.NONE.fromAt();
        if (!from.isBefore(before)) {
            return; // the next window has it
        }
        PageReader<C> reader = new PageReader<>(
                spec,
                new PageReader.Range<>(
                        new Window(from, before),
                        after(position),
                        null,
                        spec.settings().pageSize(),
                        Growth.NONE),
                context.readRetry(),
                context.progress());
        ExtractedPage<C> page;
        do {
            steps.check();
            page = reader.next();
            if (page != null) {
                steps.take(page.rows(), page.dataOrThrow(), page.times(), LedgerEntries.NONE);
            }
        } while (page != null && page.hasNextPage());
    }

    private @Nullable C after(Position position) throws Exception {
        C stored = spec.cursors().decode(position.cursor());
        if (range.from() == null || stored == null) {
            return spec.seed();
        }
        try {
            return spec.source().lookBack(stored, range.from());
        } catch (UnsupportedOperationException e) {
            throw new EtlException(
                    spec.name(),
                    "operation=reload cannot find the rows of a change time: " + e.getMessage()
                            + ". Leave out CamelEtlFromAt to read everything up to CamelEtlBeforeAt",
                    e);
        }
    }

    private void keys(ComparedSource<C> source, Position position, StandingSteps steps) throws Exception {
        Scope<C> scope = whole
                ? Scope.whole(position.window().beforeAt())
                : new Scope<>(
                        spec.seed(),
                        position.window().beforeAt(),
                        spec.cursors().decode(position.cursor()));
        KeySpan span = range.span();
        if (span == null) {
            listed(source, scope, steps);
        } else {
            spanned(source, scope, span, steps);
        }
    }

    private void listed(ComparedSource<C> source, Scope<C> scope, StandingSteps steps) throws Exception {
        List<List<String>> keys = range.keys();
        int size = spec.settings().pageSize();
        for (int from = 0; from < keys.size(); from += size) {
            page(source, scope, keys.subList(from, Math.min(keys.size(), from + size)), steps);
        }
    }

    /** Keys are looked up page by page, so that rows which share a key stay together. */
    private void spanned(ComparedSource<C> source, Scope<C> scope, KeySpan span, StandingSteps steps) throws Exception {
        int size = spec.settings().pageSize();
        KeySpan left = span;
        while (left != null) {
            KeySpan asked = left;
            steps.check();
            List<List<String>> keys = context.readRetry().call(() -> {
                context.progress().extracting();
                return source.keys(scope, range.columns(), asked, size);
            });
            if (!keys.isEmpty()) {
                page(source, scope, keys, steps);
            }
            left = keys.size() < size ? null : asked.after(keys.get(keys.size() - 1));
        }
    }

    private void page(ComparedSource<C> source, Scope<C> scope, List<List<String>> keys, StandingSteps steps)
            throws Exception {
        steps.check();
        KeyedPage page = context.readRetry().call(() -> {
            context.progress().extracting();
            List<?> rows = source.rows(scope, range.columns(), keys);
            context.progress().transforming();
            return new KeyedPage(rows.size(), Answers.transform(spec, rows));
        });
        if (page.rows() > 0) {
            steps.take(page.rows(), page.data(), ReadTimes.none(), LedgerEntries.NONE);
        }
    }

    private record KeyedPage(int rows, List<TargetData> data) {}
}
