package io.cameletl.internal.engine.shard;

import io.cameletl.PipelineStatus.Position;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.Shard;
import io.cameletl.internal.engine.driver.ShardStore;
import io.cameletl.internal.engine.events.Progress.Phase;
import io.cameletl.internal.engine.spec.PipelineSpec;
import io.cameletl.internal.engine.spec.Ranged;
import io.cameletl.internal.engine.spec.Ranged.Boundaries;
import io.cameletl.internal.engine.spec.Ranged.Ranges;
import io.cameletl.internal.engine.step.RunContext;
import io.cameletl.internal.engine.step.SourceTime;
import io.cameletl.internal.engine.step.StartingPoint;
import io.cameletl.internal.outlet.Log;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The first window of a pipeline, in ranges that several workers load at once. The run that holds the pipeline's lease leads
 * it; runs of other processes may {@linkplain Assistance take part}.
 *
 * <ol>
 *   <li>The window is opened and the ranges are kept, in one transaction, with a step of the pipeline's position. Its cursor
 *       stays empty until the end.
 *   <li>A worker takes a range that nobody holds: by a lease and a version that are the range's own.
 *   <li>It loads the range page by page, each with the range's step in its transaction, as the pages of any run.
 *   <li>It gives the range back as done, and takes the next.
 *   <li>Nobody waits in vain: a range whose holder is gone can be taken once its lease has run out.
 *   <li>Records that wait for rows of other ranges are tried by the leading run alone, again and again.
 *   <li>Once every range is done, one statement gives the pipeline its cursor, drains its window and removes the ranges.
 * </ol>
 *
 * <p>A run that finds ranges goes on with them, whatever its options say by then.
 */
public final class FirstLoad<C> {
    /** More ranges than workers: some take longer, and a crash gives up less. */
    private static final int RANGES_PER_WORKER = 4;

    private static final Log LOG = Log.of(FirstLoad.class);

    private final RunContext<C> context;
    private final PipelineSpec<C> spec;
    private final ShardStore store;
    private final SourceTime sourceTime;

    public FirstLoad(RunContext<C> context, SourceTime sourceTime) {
        this.context = context;
        this.spec = context.spec();
        this.store = context.driver().store().shards();
        this.sourceTime = sourceTime;
    }

    /**
     * Where the run goes on, page by page.
     *
     * @param after the cursor after which to read; null for the source's beginning
     * @param version of the position
     * @param stopped whether it does not, since it is to end before all ranges are in
     */
    public record Next<C>(Window window, @Nullable C after, long version, boolean stopped) {}

    /** Loads the window in ranges if it is the first and is to be, or has been begun so. */
    public Next<C> before(Position position, StartingPoint<C> start) throws Exception {
        Long version = position.cursor() == null ? planned(position, start) : null;
        return version == null
                ? new Next<>(start.window(), start.after(), position.version(), false)
                : load(start, version);
    }

    /** @return the version of the position, once there are ranges; null when there are none */
    private @Nullable Long planned(Position position, StartingPoint<C> start) throws Exception {
        if (!start.opened()) {
            Shard.Progress begun = context.starting(Phase.CLOCK, () -> store.progress(spec.name()));
            return begun.shards() > 0 ? position.version() : null;
        }
        boolean first = position.window().equals(Window.NONE) && start.window().isOpen();
        Ranges<C> ranges = first && spec.settings().initialShards() > 1 ? Ranged.of(spec.source()) : null;
        return ranges == null ? null : plan(ranges, position.version(), start);
    }

    private @Nullable Long plan(Ranges<C> ranges, long version, StartingPoint<C> start) throws Exception {
        int workers = spec.settings().initialShards();
        Window window = start.window();
        Boundaries<C> boundaries = context.readRetry()
                .call(() -> ranges.divide(
                        start.after(),
                        window.beforeAt(),
                        workers * RANGES_PER_WORKER,
                        spec.settings().pageSize()));
        if (boundaries.cursors().isEmpty()) {
            LOG.info(
                    spec.name(),
                    "pipeline \"{}\": the first load goes in one piece: there are few rows, or the source cannot tell where"
                            + " to divide them",
                    spec.name());
            return null;
        }
        List<Shard> shards = shards(start.after(), boundaries);
        CursorMove move = new CursorMove(spec.name(), context.lease().owner(), version, null, window);
        long planned = context.starting(Phase.CLOCK, () -> store.plan(move, shards));
        LOG.info(
                spec.name(),
                "pipeline \"{}\": the first load, up to {}, goes in {} ranges by {} workers here",
                spec.name(),
                window.beforeAt(),
                shards.size(),
                workers);
        return planned;
    }

    private List<Shard> shards(@Nullable C beginning, Boundaries<C> boundaries) {
        List<Shard> shards = new ArrayList<>();
        C after = beginning;
        for (C end : boundaries.cursors()) {
            shards.add(shard(shards.size() + 1, after, end, boundaries.rows()));
            after = end;
        }
        shards.add(shard(shards.size() + 1, after, null, boundaries.rows()));
        return shards;
    }

    private Shard shard(int number, @Nullable C after, @Nullable C end, long rows) {
        return new Shard(
                number,
                after == null ? null : spec.cursors().encode(after),
                end == null ? null : spec.cursors().encode(end),
                rows);
    }

    private Next<C> load(StartingPoint<C> start, long version) throws Exception {
        Window window = start.window();
        try (WaitingTries<C> tries = new WaitingTries<>(context, window, sourceTime, version)) {
            boolean complete = new ShardTeam<>(context, window, sourceTime, true).work(tries::whileOthersLoad);
            if (!complete) {
                return new Next<>(window, start.after(), tries.version(), true);
            }
            Shard.Progress in = context.ending(() -> store.progress(spec.name()));
            context.counts().waiting(in.postponed());
            CursorMove move =
                    new CursorMove(spec.name(), context.lease().owner(), tries.version(), null, window.drained());
            Position end = conclude(move);
            LOG.info(spec.name(), "pipeline \"{}\": the first load is in, up to {}", spec.name(), window.beforeAt());
            C last = spec.cursors().decode(end.cursor());
            return new Next<>(end.window(), last == null ? start.after() : last, end.version(), false);
        }
    }

    /** Where the answer was lost, it is looked up before another try. */
    private Position conclude(CursorMove move) throws Exception {
        AtomicBoolean tried = new AtomicBoolean();
        return context.ending(
                () -> tried.getAndSet(true) && context.driver().store().taken(move)
                        ? context.driver().store().position(spec.name())
                        : store.conclude(move));
    }
}
