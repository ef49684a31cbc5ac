package io.cameletl.internal.engine.step;

import io.cameletl.PipelineStatus.Position;
import io.cameletl.TargetData;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.CursorMove.LedgerEntries;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.engine.driver.PassStep;
import io.cameletl.internal.engine.page.ReadTimes;
import io.cameletl.internal.engine.page.StoppedException;
import io.cameletl.internal.engine.pass.Removal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Steps of the position that leave the cursor where it is: of each the version moves, in its page's transaction. */
public final class StandingSteps {
    private final RunContext<?> context;
    private final Position start;
    private final RunWriter writer;
    private long version;

    /** @param start the position when the lease was claimed */
    public StandingSteps(RunContext<?> context, Position start, RunWriter writer) {
        this.context = context;
        this.start = start;
        this.writer = writer;
        this.version = start.version();
    }

    /** @return the version after the last step */
    public long version() {
        return version;
    }

    /** @throws io.cameletl.StaleLeaseException before a page is read in vain */
    public void check() throws StoppedException {
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
    public PageResult take(int rows, List<TargetData> data, ReadTimes read, LedgerEntries replayed) throws Exception {
        return take(new LoadedPage(rows, data, null, read, replayed), null, null);
    }

    /**
     * Loads a page of a pass.
     *
     * @param removal what is deleted with it; null for nothing
     * @param pass the pass's own step; null when it takes none
     */
    public PageResult take(int rows, List<TargetData> data, @Nullable Removal removal, @Nullable PassStep pass)
            throws Exception {
        return take(new LoadedPage(rows, data, null, ReadTimes.none()), removal, pass);
    }

    private PageResult take(LoadedPage page, @Nullable Removal removal, @Nullable PassStep pass) throws Exception {
        long started = System.nanoTime();
        CursorMove move = new CursorMove(
                        context.spec().name(),
                        context.lease().owner(),
                        version,
                        null,
                        start.window(),
                        context.events().now(),
                        page.replayed())
                .with(pass);
        PageResult result = writer.write(page.data(), removal, move);
        version++;
        context.committed(page, result, started);
        return result;
    }
}
