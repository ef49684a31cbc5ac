package io.cameletl.internal.engine.run;

import io.cameletl.ExtractResponse;
import io.cameletl.PageReport;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.StaleLeaseException;
import io.cameletl.StoredCursor;
import io.cameletl.TargetData;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.engine.events.Progress;
import io.cameletl.internal.engine.page.Answers;
import io.cameletl.internal.engine.page.ReadTimes;
import io.cameletl.internal.engine.spec.CursorAhead;
import io.cameletl.internal.engine.spec.PipelineSpec;
import io.cameletl.internal.engine.step.LoadTurn;
import io.cameletl.internal.engine.step.LoadedPage;
import io.cameletl.internal.engine.step.RunContext;
import io.cameletl.internal.engine.step.RunWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loads one page outside a run, without a lease. A page that names the version it starts from is refused when that is not
 * the position's any more. Any other waits for its turn.
 */
public final class SingleLoad<C> {
    private final RunContext<C> context;
    private final PipelineSpec<C> spec;

    public SingleLoad(RunContext<C> context) {
        this.context = context;
        this.spec = context.spec();
    }

    public PageReport load(ExtractResponse<C> page, @Nullable Long version) throws Exception {
        try {
            return watched(page, version);
        } finally {
            context.end();
        }
    }

    private PageReport watched(ExtractResponse<C> page, @Nullable Long version) throws Exception {
        context.progress().enter(Progress.Phase.TRANSFORM);
        long started = System.nanoTime();
        Answers.check(spec.name(), page);
        if (page.endCursor() != null) {
            spec.cursors().encode(page.endCursor()); // fails before anything is done
            CursorAhead.checkGiven(spec, page.endCursor());
        }
        List<TargetData> data = Answers.transform(spec, page.rows());
        return context.watched().call(() -> write(page, data, version, started));
    }

    private PageReport write(ExtractResponse<C> page, List<TargetData> data, @Nullable Long version, long started)
            throws Exception {
        try (RunWriter writer = new RunWriter(context)) {
            return version == null ? inTurn(page, data, writer, started) : at(version, page, data, writer, started);
        }
    }

    private PageReport inTurn(ExtractResponse<C> page, List<TargetData> data, RunWriter writer, long started)
            throws Exception {
        LoadTurn<C> turn = new LoadTurn<>(
                spec, page.endCursor(), page.hasNextPage(), context.events().now());
        PageResult result = writer.writeInTurn(data, turn);
        CursorMove move = turn.move();
        return context.committed(loaded(page, data, move == null ? null : move.cursor()), result, started);
    }

    private PageReport at(long version, ExtractResponse<C> page, List<TargetData> data, RunWriter writer, long started)
            throws Exception {
        Position position = context.driver().store().position(spec.name());
        StoredCursor end = page.endCursor() == null ? null : spec.cursors().encode(page.endCursor(), position.cursor());
        if (version != position.version()) {
            throw new StaleLeaseException(
                    spec.name(),
                    "the position has moved since this page was asked for (version " + version + ", now "
                            + position.version() + "); the page was not loaded. Ask for the next page again",
                    null);
        }
        Window window =
                page.hasNextPage() ? position.window() : position.window().drained();
        CursorMove move = new CursorMove(
                spec.name(),
                null,
                position.version(),
                end,
                window,
                context.events().now());
        PageResult result = writer.writeOnce(data, move);
        return context.committed(loaded(page, data, end), result, started);
    }

    private static LoadedPage loaded(ExtractResponse<?> page, List<TargetData> data, @Nullable StoredCursor end) {
        return new LoadedPage(page.size(), data, end, ReadTimes.none());
    }
}
