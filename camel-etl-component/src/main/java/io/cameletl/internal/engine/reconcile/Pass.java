package io.cameletl.internal.engine.reconcile;

import io.cameletl.RunReport;
import io.cameletl.VerificationReport;
import io.cameletl.internal.engine.driver.KeptPass;
import io.cameletl.internal.engine.driver.PassStep;
import io.cameletl.internal.engine.driver.PassStore;
import io.cameletl.internal.engine.page.StoppedException;
import io.cameletl.internal.engine.pass.Findings;
import io.cameletl.internal.engine.pass.KeyRange;
import io.cameletl.internal.engine.pass.RangeComparison;
import io.cameletl.internal.engine.pass.Slice;
import io.cameletl.internal.engine.pass.SourceSide;
import io.cameletl.internal.engine.pass.SourceSide.NextRange;
import io.cameletl.internal.engine.pass.Sum;
import io.cameletl.internal.engine.spec.PassSettings;
import io.cameletl.internal.engine.step.RunContext;
import io.cameletl.internal.outlet.Outlet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
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
    private final Sides<C> sides;
    private final BooleanSupplier pausing;
    private @Nullable KeptPass kept;
    private long startedNanos = System.nanoTime();
    private Duration tookBefore = Duration.ZERO;

    Pass(RunContext<C> context, PassSettings settings, Sides<C> sides) {
        this(context, settings, sides, () -> false);
    }

    /** @param pausing asked after each range; when it says true, others are to go on with the next */
    Pass(RunContext<C> context, PassSettings settings, Sides<C> sides, BooleanSupplier pausing) {
        this.context = context;
        this.settings = settings;
        this.store = context.driver().store().passes();
        this.sides = sides;
        this.pausing = pausing;
    }

    /** What is done with a range. It is at its end once it has {@linkplain #keep kept} what it found. */
    @FunctionalInterface
    interface Work<C> {
        /** @return whether others could go on with the next range; not while it has kept back what it found */
        boolean on(RangeComparison<C> comparison, KeyRange range, Sum ours) throws Exception;
    }

    /**
     * Goes on with the newest pass, if that was interrupted.
     *
     * @param kind what the pass does: one of another kind is another pass
     * @return whether there is one
     */
    boolean resume(String kind) throws Exception {
        return resume(tried(() -> store.unfinished(context.spec().name(), setup(kind))));
    }

    /** The same, whatever others were begun after it. */
    boolean resumeAny(String kind) throws Exception {
        return resume(tried(() -> store.unfinishedOf(context.spec().name(), setup(kind))));
    }

    private boolean resume(@Nullable KeptPass interrupted) throws Exception {
        if (interrupted == null) {
            return false;
        }
        now(interrupted);
        return true;
    }

    /** @param allowed how many surplus rows it may delete; null when it only compares */
    void begin(String kind, @Nullable Long allowed) throws Exception {
        now(tried(() -> store.begin(
                context.spec().name(),
                context.counts().runNumber(),
                sides.table().name(),
                setup(kind),
                allowed)));
    }

    private void now(KeptPass pass) throws Exception {
        startedNanos = System.nanoTime();
        tookBefore = pass.took();
        // Which of several columns is NULL is not looked at: there is no row in the target that it could be.
        kept = pass.found().ranges() > 0
                ? pass
                : pass.at(pass.took(), null, Findings.keyless(tried(sides.ours()::keyless), sides.table()));
    }

    private String setup(String kind) {
        return UUID.nameUUIDFromBytes((sides.table() + " " + sides.ours().isOrdered() + " " + sides.text() + kind)
                        .getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** @return whether the source has no row that should be in the target */
    boolean isSourceEmpty() throws Exception {
        SourceSide<C> ours = sides.ours();
        Sum some = tried(() -> ours.isOrdered()
                ? ours.next(null, 1).sum()
                : ours.sums(KeyRange.ALL, 1, Slice.ALL).getOrDefault(0, Sum.NONE));
        return some.rows() == 0;
    }

    /**
     * Goes over all ranges that are left.
     *
     * @return whether it is at its end; not when it pauses
     */
    boolean go(Work<C> work) throws Exception {
        SourceSide<C> ours = sides.ours();
        RangeComparison<C> comparison = new RangeComparison<>(
                ours,
                sides.theirs(),
                sides.table(),
                new LedgerRows<>(
                        context.driver().store(),
                        context.spec().name(),
                        context.spec().cursors(),
                        sides.table(),
                        ours),
                key -> Outlet.value(context.spec().name(), key),
                settings.whole());
        if (!ours.isOrdered()) {
            check();
            Sum all = tried(() -> ours.sums(KeyRange.ALL, 1, Slice.ALL).getOrDefault(0, Sum.NONE));
            work.on(comparison, KeyRange.ALL, all);
            return true;
        }
        Throttle throttle = new Throttle(settings, context.stopping());
        try (RangesAhead<C> ranges = new RangesAhead<>(context, ours, throttle.rows())) {
            List<String> after = kept().upTo();
            boolean ended;
            do {
                List<String> from = after;
                check();
                throttle.begin();
                NextRange next = tried(() -> ranges.after(from));
                if (throttle.isOff() && next.end() != null) {
                    ranges.begin(next.end());
                }
                long before = found().sourceRows();
                boolean whole = work.on(comparison, new KeyRange(from, next.end()), next.sum());
                after = next.end();
                if (after != null) {
                    throttle.end(found().sourceRows() - before);
                }
                ended = after == null || (whole && pausing.getAsBoolean());
            } while (!ended);
            return after == null;
        }
    }

    /**
     * @param range that is at its end
     * @param found what it was like
     * @return the step after it
     */
    PassStep step(KeyRange range, Findings found) {
        return new PassStep(
                kept().at(took(), range.upTo(), found().plus(found)),
                sides.scope().before(),
                range.upTo() == null);
    }

    /** @return a step within a range, which is not at its end */
    PassStep standing() {
        KeptPass now = kept();
        return new PassStep(
                now.at(took(), now.upTo(), now.found()), sides.scope().before(), false);
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
        if (step.done()) {
            context.events()
                    .verificationEnded(found().differences(), step.pass().allowed() != null);
        }
    }

    /** It does not go on: the next begins anew. */
    void giveUp() throws Exception {
        tried(() -> {
            store.forget(context.spec().name());
            return sides;
        });
    }

    /** So many surplus rows may still be deleted. */
    void allow(long still) {
        kept = kept().allowing(still);
    }

    /** Tries again what fails for a reason that may pass. */
    <T extends @Nullable Object> T tried(Callable<T> step) throws Exception {
        return Sides.tried(context, step);
    }

    private void check() throws StoppedException {
        if (context.stopping().getAsBoolean()) {
            throw new StoppedException(null);
        }
        context.lease().check();
    }

    /** @return what is compared */
    Sides<C> sides() {
        return sides;
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
        return PassReports.of(
                context.spec().name(),
                run,
                sides.table().name(),
                kept,
                sides.scope().before());
    }
}
