package io.cameletl.internal.engine.run;

import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.VerificationReport;
import io.cameletl.internal.engine.driver.KeptPass;
import io.cameletl.internal.engine.driver.PassStep;
import io.cameletl.internal.engine.driver.PassStore;
import io.cameletl.internal.engine.events.Progress;
import io.cameletl.internal.engine.page.StoppedException;
import io.cameletl.internal.engine.pass.ComparedSource;
import io.cameletl.internal.engine.pass.ComparedTable;
import io.cameletl.internal.engine.pass.ComparedTarget;
import io.cameletl.internal.engine.pass.Findings;
import io.cameletl.internal.engine.pass.Hashing;
import io.cameletl.internal.engine.pass.KeyRange;
import io.cameletl.internal.engine.pass.RangeComparison;
import io.cameletl.internal.engine.pass.Scope;
import io.cameletl.internal.engine.pass.Slice;
import io.cameletl.internal.engine.pass.SourceSide;
import io.cameletl.internal.engine.pass.SourceSide.NextRange;
import io.cameletl.internal.engine.pass.Sum;
import io.cameletl.internal.engine.pass.TargetSide;
import io.cameletl.internal.engine.spec.PassSettings;
import io.cameletl.internal.outlet.Outlet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A pass over the table of a pipeline, under its lease, up to the end of its last drained window: what changed later is
 * under way. It goes range by range of the key. The store knows how far it is and what was found, and one that was
 * interrupted goes on there. What is done with a range is somebody else's.
 */
final class Pass<C> {
    private final RunContext<C> context;
    private final PassSettings settings;
    private final PassStore store;
    private final Scope<C> scope;
    private final String text;
    private final ComparedTable table;
    private final SourceSide<C> ours;
    private final TargetSide theirs;
    private @Nullable KeptPass kept;
    private long startedNanos = System.nanoTime();
    private Duration tookBefore = Duration.ZERO;

    private Pass(
            RunContext<C> context,
            PassSettings settings,
            Scope<C> scope,
            String text,
            ComparedTable table,
            SourceSide<C> ours,
            TargetSide theirs) {
        this.context = context;
        this.settings = settings;
        this.store = context.driver().store().passes();
        this.scope = scope;
        this.text = text;
        this.table = table;
        this.ours = ours;
        this.theirs = theirs;
    }

    /** Looks up what is compared, and how. */
    static <C> Pass<C> open(
            RunContext<C> context,
            PassSettings settings,
            ComparedSource<C> source,
            ComparedTarget target,
            Scope<C> scope)
            throws Exception {
        ComparedTable table = tried(context, () -> target.describe(source.comparedColumns(), settings.where()));
        SourceSide<C> ours = tried(context, () -> source.compared(table, scope));
        TargetSide theirs = tried(context, () -> target.open(table));
        Hashing hashing = tried(context, () -> ours.hashes().equals(theirs.hashes()) ? Hashing.NATIVE : Hashing.MD5);
        ours.hashBy(hashing);
        theirs.hashBy(hashing);
        return new Pass<>(context, settings, scope, source.comparedText(), table, ours, theirs);
    }

    /** What is done with a range. It is at its end once it has {@linkplain #keep kept} what it found. */
    @FunctionalInterface
    interface Work<C> {
        void on(RangeComparison<C> comparison, KeyRange range, Sum ours) throws Exception;
    }

    /**
     * Goes on with the newest pass, if that was interrupted.
     *
     * @param kind what the pass does: one of another kind is another pass
     * @return whether there is one
     */
    boolean resume(String kind) throws Exception {
        KeptPass interrupted = tried(() -> store.unfinished(context.spec().name(), setup(kind)));
        if (interrupted == null) {
            return false;
        }
        now(interrupted);
        return true;
    }

    /** @param allowed how many surplus rows it may delete; null when it only compares */
    void begin(String kind, @Nullable Long allowed) throws Exception {
        now(tried(() ->
                store.begin(context.spec().name(), context.counts().runNumber(), table.name(), setup(kind), allowed)));
    }

    private void now(KeptPass pass) throws Exception {
        startedNanos = System.nanoTime();
        tookBefore = pass.took();
        // Which of several columns is NULL is not looked at: there is no row in the target that it could be.
        kept = pass.found().ranges() > 0
                ? pass
                : pass.at(pass.took(), null, Findings.keyless(tried(ours::keyless), table));
    }

    private String setup(String kind) {
        return UUID.nameUUIDFromBytes(
                        (table + " " + ours.isOrdered() + " " + text + kind).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** Goes over all ranges that are left. */
    void go(Work<C> work) throws Exception {
        RangeComparison<C> comparison = new RangeComparison<>(
                ours,
                theirs,
                table,
                new LedgerRows<>(
                        context.driver().store(),
                        context.spec().name(),
                        context.spec().cursors(),
                        table,
                        ours),
                key -> Outlet.value(context.spec().name(), key));
        if (!ours.isOrdered()) {
            check();
            Sum all = tried(() -> ours.sums(KeyRange.ALL, 1, Slice.ALL).getOrDefault(0, Sum.NONE));
            work.on(comparison, KeyRange.ALL, all);
            return;
        }
        Throttle throttle = new Throttle(settings, context.stopping());
        try (RangesAhead<C> ranges = new RangesAhead<>(context, ours, throttle.rows())) {
            List<String> after = kept().upTo();
            do {
                List<String> from = after;
                check();
                throttle.begin();
                NextRange next = tried(() -> ranges.after(from));
                if (throttle.isOff() && next.end() != null) {
                    ranges.begin(next.end());
                }
                long before = found().sourceRows();
                work.on(comparison, new KeyRange(from, next.end()), next.sum());
                after = next.end();
                if (after != null) {
                    throttle.end(found().sourceRows() - before);
                }
            } while (after != null);
        }
    }

    /**
     * @param range that is at its end
     * @param found what it was like
     * @return the step after it
     */
    PassStep step(KeyRange range, Findings found) {
        return new PassStep(kept().at(took(), range.upTo(), found().plus(found)), scope.before(), range.upTo() == null);
    }

    /** @return a step within a range, which is not at its end */
    PassStep standing() {
        KeptPass now = kept();
        return new PassStep(now.at(took(), now.upTo(), now.found()), scope.before(), false);
    }

    /** Keeps a step by itself. */
    void keep(PassStep step) throws Exception {
        tried(() -> {
            store.keep(context.spec().name(), context.lease().owner(), step);
            return step;
        });
        kept(step);
    }

    /** A step is kept, with whatever came with it. */
    void kept(PassStep step) {
        long rows = step.pass().found().sourceRows() - found().sourceRows();
        kept = step.pass();
        context.progress().committed(rows);
    }

    /** So many surplus rows may still be deleted. */
    void allow(long still) {
        kept = kept().allowing(still);
    }

    /** Tries again what fails for a reason that may pass. */
    <T extends @Nullable Object> T tried(Callable<T> step) throws Exception {
        return tried(context, step);
    }

    private static <T extends @Nullable Object> T tried(RunContext<?> context, Callable<T> step) throws Exception {
        return context.readRetry().call(() -> {
            context.progress().enter(Progress.Phase.VERIFY);
            return step.call();
        });
    }

    private void check() throws StoppedException {
        if (context.stopping().getAsBoolean()) {
            throw new StoppedException(null);
        }
        context.lease().check();
    }

    ComparedTable table() {
        return table;
    }

    TargetSide target() {
        return theirs;
    }

    KeptPass kept() {
        return Objects.requireNonNull(kept);
    }

    private Findings found() {
        return kept == null ? Findings.NONE : kept.found();
    }

    private Duration took() {
        return tookBefore.plusNanos(System.nanoTime() - startedNanos);
    }

    /** @return what was done, in the words of its end */
    String said(String what) {
        return what + ": " + found().ranges() + " ranges, " + found().sourceRows() + " rows, " + found().differences()
                + " differences";
    }

    /** @return what was found so far */
    VerificationReport report(RunReport run) {
        Findings found = found();
        return new VerificationReport(
                context.spec().name(),
                run.runNumber(),
                run.outcome(),
                table.name(),
                kept == null ? null : kept.startedAt(),
                kept == null ? Duration.ZERO : kept.took(),
                kept == null ? null : scope.before(),
                found.ranges(),
                found.sourceRows(),
                found.targetRows(),
                found.missing(),
                found.different(),
                found.surplus(),
                found.waiting(),
                found.columns(),
                found.examples(),
                isWhole(run.outcome()) ? null : run.message());
    }

    /** @return the report of a run in which nothing was compared */
    static VerificationReport nothing(String pipeline, RunReport run) {
        return new VerificationReport(
                pipeline,
                run.runNumber(),
                run.outcome(),
                "",
                null,
                Duration.ZERO,
                null,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                Map.of(),
                List.of(),
                isWhole(run.outcome()) ? null : run.message());
    }

    private static boolean isWhole(RunOutcome outcome) {
        return outcome == RunOutcome.VERIFIED || outcome == RunOutcome.RECONCILED;
    }
}
