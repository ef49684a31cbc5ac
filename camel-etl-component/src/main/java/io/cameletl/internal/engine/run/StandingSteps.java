package io.cameletl.internal.engine.run;

import io.cameletl.PipelineStatus.Position;
import io.cameletl.TargetData;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.CursorMove.LedgerEntries;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.engine.page.ReadTimes;
import io.cameletl.internal.engine.page.StoppedException;
import java.util.List;

/** Steps of the position that leave the cursor where it is: of each the version moves, in its page's transaction. */
final class StandingSteps {
    private final RunContext<?> context;
    private final Position start;
    private final RunWriter writer;
    private long version;

    /** @param start the position when the lease was claimed */
    StandingSteps(RunContext<?> context, Position start, RunWriter writer) {
        this.context = context;
        this.start = start;
        this.writer = writer;
        this.version = start.version();
    }

    /** @throws io.cameletl.StaleLeaseException before a page is read in vain */
    void check() throws StoppedException {
        if (context.stopping().getAsBoolean()) {
            throw new StoppedException(null);
        }
        context.lease().check();
    }

    /**
     * Loads a page.
     *
     * @param rows how many source rows it has
     * @param replayed what leaves the ledgers with it
     */
    PageResult take(int rows, List<TargetData> data, ReadTimes read, LedgerEntries replayed) throws Exception {
        long started = System.nanoTime();
        CursorMove move = new CursorMove(
                context.spec().name(),
                context.lease().owner(),
                version,
                null,
                start.window(),
                context.events().now(),
                replayed);
        PageResult result = writer.write(data, move);
        version++;
        context.committed(new LoadedPage(rows, data, null, read, replayed), result, started);
        return result;
    }
}
