package io.cameletl.internal.engine.run;

import io.cameletl.EtlEvent;
import io.cameletl.EtlException;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.VerificationReport;
import io.cameletl.internal.engine.driver.KeptPass;
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
import io.cameletl.internal.engine.spec.PipelineSpec;
import io.cameletl.internal.outlet.Outlet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Compares what the pipeline has loaded with what the source has, and changes nothing of either.
 *
 * <ol>
 *   <li>Under the lease, so that no run loads meanwhile.
 *   <li>Up to the end of the last drained window: what changed later is under way.
 *   <li>Range by range of the key. After each the store knows how far it is, and what was found.
 *   <li>A pass that was interrupted goes on after its last range.
 * </ol>
 */
public final class Verification<C> {
    private final RunContext<C> context;
    private final PipelineSpec<C> spec;
    private final PassSettings settings;
    private final ComparedSource<C> source;
    private final ComparedTarget target;
    private final PassStore store;
    private String table = "";
    private @Nullable KeptPass pass;
    private @Nullable Instant before;
    private long startedNanos;
    private Duration tookBefore = Duration.ZERO;

    public Verification(RunContext<C> context, PassSettings settings, ComparedSource<C> source, ComparedTarget target) {
        this.context = context;
        this.spec = context.spec();
        this.settings = settings;
        this.source = source;
        this.target = target;
        this.store = context.driver().store().passes();
    }

    /** @throws EtlException when the two cannot be compared, or a database could not be asked, also after all tries */
    public VerificationReport execute() {
        RunReport run = new LeasedRun(context, false).execute(true, this::compare);
        return report(run);
    }

    private RunReport compare(Position position) throws Exception {
        startedNanos = System.nanoTime();
        context.events().runStarted(context.counts().runNumber(), position.window());
        Scope<C> scope = DrainedRows.of(spec, position);
        before = scope.before();
        try {
            compare(scope);
        } catch (StoppedException e) {
            return context.counts().report(RunOutcome.STOPPED, null, said());
        }
        RunReport run = context.counts().report(RunOutcome.VERIFIED, null, said());
        VerificationReport report = report(run);
        context.events()
                .occurred(
                        report.differences() == 0
                                ? new EtlEvent.Verified(context.events().now(), report)
                                : new EtlEvent.DifferencesFound(context.events().now(), report));
        return run;
    }

    private String said() {
        return "verify: " + found().ranges() + " ranges, " + found().sourceRows() + " rows, " + found().differences()
                + " differences";
    }

    private void compare(Scope<C> scope) throws Exception {
        ComparedTable compared = tried(() -> target.describe(source.comparedColumns(), settings.where()));
        table = compared.name();
        SourceSide<C> ours = tried(() -> source.compared(compared, scope));
        TargetSide theirs = tried(() -> target.open(compared));
        Hashing hashing = tried(() -> ours.hashes().equals(theirs.hashes()) ? Hashing.NATIVE : Hashing.MD5);
        ours.hashBy(hashing);
        theirs.hashBy(hashing);
        KeptPass now = tried(() -> begin(compared, ours));
        tookBefore = now.took();
        // Which of several columns is NULL is not looked at: there is no row in the target that it could be.
        pass = now.found().ranges() > 0
                ? now
                : now.at(now.took(), null, Findings.keyless(tried(ours::keyless), compared));
        RangeComparison<C> comparison = new RangeComparison<>(
                ours,
                theirs,
                compared,
                new LedgerRows<>(context.driver().store(), spec.name(), spec.cursors(), compared, ours),
                key -> Outlet.value(spec.name(), key));
        Throttle throttle = new Throttle(settings, context.stopping());
        if (!ours.isOrdered()) {
            check();
            keep(tried(() -> whole(comparison, ours)), scope.before());
            return;
        }
        try (RangesAhead<C> ranges = new RangesAhead<>(context, ours, throttle.rows())) {
            List<String> after = now.upTo();
            do {
                check();
                throttle.begin();
                Range range = range(comparison, ranges, after, throttle.isOff());
                after = range.end;
                keep(range, scope.before());
                if (after != null) {
                    throttle.end(range.found.sourceRows());
                }
            } while (after != null);
        }
    }

    /** A range that was compared. */
    private record Range(@Nullable List<String> end, Findings found) {}

    private Range whole(RangeComparison<C> comparison, SourceSide<C> ours) {
        Sum all = ours.sums(KeyRange.ALL, 1, Slice.ALL).getOrDefault(0, Sum.NONE);
        return new Range(null, comparison.compare(KeyRange.ALL, all));
    }

    /** @param ahead whether the source may go on with the next range meanwhile */
    private Range range(
            RangeComparison<C> comparison, RangesAhead<C> ranges, @Nullable List<String> after, boolean ahead)
            throws Exception {
        NextRange next = tried(() -> ranges.after(after));
        if (ahead && next.end() != null) {
            ranges.begin(next.end());
        }
        return tried(() -> new Range(next.end(), comparison.compare(new KeyRange(after, next.end()), next.sum())));
    }

    private void keep(Range range, Instant end) throws Exception {
        KeptPass now = current().at(took(), range.end, found().plus(range.found));
        tried(() -> {
            store.keep(spec.name(), context.lease().owner(), now, end, range.end == null);
            return now;
        });
        pass = now;
        context.progress().committed(range.found.sourceRows());
    }

    private KeptPass begin(ComparedTable compared, SourceSide<C> ours) {
        String setup = UUID.nameUUIDFromBytes((compared + " " + ours.isOrdered() + " " + source.comparedText())
                        .getBytes(StandardCharsets.UTF_8))
                .toString();
        KeptPass interrupted = store.unfinished(spec.name(), setup);
        return interrupted != null
                ? interrupted
                : store.begin(spec.name(), context.counts().runNumber(), table, setup);
    }

    private <T> T tried(Callable<T> step) throws Exception {
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

    private KeptPass current() {
        return Objects.requireNonNull(pass);
    }

    private Findings found() {
        return pass == null ? Findings.NONE : pass.found();
    }

    private Duration took() {
        return tookBefore.plusNanos(System.nanoTime() - startedNanos);
    }

    private VerificationReport report(RunReport run) {
        Findings found = found();
        return new VerificationReport(
                spec.name(),
                run.runNumber(),
                run.outcome(),
                table,
                pass == null ? null : pass.startedAt(),
                pass == null ? Duration.ZERO : pass.took(),
                pass == null ? null : before,
                found.ranges(),
                found.sourceRows(),
                found.targetRows(),
                found.missing(),
                found.different(),
                found.surplus(),
                found.waiting(),
                found.columns(),
                found.examples(),
                run.outcome() == RunOutcome.VERIFIED ? null : run.message());
    }
}
