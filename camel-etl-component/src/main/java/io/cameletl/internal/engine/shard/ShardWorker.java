package io.cameletl.internal.engine.shard;

import io.cameletl.EtlException;
import io.cameletl.RunOutcome;
import io.cameletl.Source;
import io.cameletl.StoredCursor;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.Shard;
import io.cameletl.internal.engine.driver.ShardStore;
import io.cameletl.internal.engine.events.Progress.Phase;
import io.cameletl.internal.engine.page.Pause;
import io.cameletl.internal.engine.page.StoppedException;
import io.cameletl.internal.engine.spec.PipelineSpec;
import io.cameletl.internal.engine.spec.Ranged;
import io.cameletl.internal.engine.spec.Ranged.Ranges;
import io.cameletl.internal.engine.step.Lease;
import io.cameletl.internal.engine.step.PageLoop;
import io.cameletl.internal.engine.step.RunContext;
import io.cameletl.internal.engine.step.RunWriter;
import io.cameletl.internal.engine.step.ShardLease;
import io.cameletl.internal.engine.step.SourceTime;
import io.cameletl.internal.outlet.Log;
import io.cameletl.internal.outlet.Outlet;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Loads one range of a first load after another, as long as there is one that nobody holds. */
final class ShardWorker<C> {
    private static final Log LOG = Log.of(ShardWorker.class);

    /** How long it is waited before it is looked again for a range that others hold. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final RunContext<C> context;
    private final PipelineSpec<C> spec;
    private final Lease lease;
    private final ShardLease range;
    private final ShardStore store;
    private final Window window;
    private final SourceTime sourceTime;
    private final boolean leads;

    /** @param leads whether to wait for ranges that others hold, and may leave undone */
    ShardWorker(RunContext<C> context, Window window, SourceTime sourceTime, boolean leads) {
        this.context = context;
        this.spec = context.spec();
        this.lease = context.lease();
        this.range = lease.shards();
        this.store = context.driver().store().shards();
        this.window = window;
        this.sourceTime = sourceTime;
        this.leads = leads;
    }

    /** @return false when it is to stop before there is no range left */
    boolean work() throws Exception {
        lease.renewRegularly();
        try (RunWriter writer = new RunWriter(context)) {
            while (!context.stopping().getAsBoolean()) {
                Optional<Shard.Held> taken = context.starting(Phase.CLAIM, range::take);
                if (taken.isPresent()) {
                    lease.regained();
                    load(taken.get(), writer);
                } else if (leads && progress().isOpen()) {
                    Pause.of(PAUSE, context.stopping());
                } else {
                    return true;
                }
            }
            return false;
        } catch (StoppedException e) {
            return false;
        } finally {
            lease.close();
        }
    }

    private void load(Shard.Held held, RunWriter writer) throws Exception {
        Shard shard = held.shard();
        PageLoop<C> loop = new PageLoop<>(reading(shard.end()), window, sourceTime, held.version());
        RunOutcome outcome;
        try {
            C after = decode(held.cursor() == null ? shard.after() : held.cursor());
            outcome = loop.run(after == null ? spec.seed() : after, writer);
        } catch (Exception | Error e) {
            try {
                // Others need not wait until the lease has run out.
                range.giveBack(loop.version(), false);
            } catch (RuntimeException unreachable) {
                e.addSuppressed(Outlet.failure(spec.name(), unreachable));
            }
            throw e;
        }
        boolean done = outcome == RunOutcome.DRAINED;
        context.ending(() -> {
            range.giveBack(loop.version(), done);
            return null;
        });
        if (done) {
            tell(shard.number());
        }
    }

    private RunContext<C> reading(@Nullable StoredCursor end) {
        C last = decode(end);
        if (last == null) {
            return context;
        }
        Ranges<C> ranges = Ranged.of(spec.source());
        if (ranges == null) {
            throw new EtlException(
                    spec.name(),
                    "its first load was begun in ranges (initialShards), and the source that it has now cannot be read in"
                            + " ranges. Give it the query that it had, or set the cursor after which it is to go on with"
                            + " operation=seek");
        }
        Source<C> bounded = ranges.upTo(last);
        return context.reading(bounded);
    }

    private @Nullable C decode(@Nullable StoredCursor cursor) {
        return spec.cursors().decode(cursor);
    }

    private Shard.Progress progress() throws Exception {
        return context.starting(Phase.EXTRACT, () -> store.progress(spec.name()));
    }

    private void tell(int number) throws Exception {
        Shard.Progress progress = progress();
        LOG.info(
                spec.name(),
                "pipeline \"{}\": range {} of the first load is in; {} of {} ranges, {} rows, {} %",
                spec.name(),
                number,
                progress.done(),
                progress.shards(),
                progress.rows(),
                String.format(Locale.ROOT, "%.0f", Math.floor(progress.part() * 100)));
    }
}
