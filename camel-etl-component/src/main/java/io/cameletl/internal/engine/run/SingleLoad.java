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
import io.cameletl.internal.engine.page.Answers;
import io.cameletl.internal.engine.spec.PipelineSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Loads one page outside a run: no lease, but the version it starts from must still be the position's. */
public final class SingleLoad<C> {
    private final RunContext<C> context;

    public SingleLoad(RunContext<C> context) {
        this.context = context;
    }

    public PageReport load(ExtractResponse<C> page, @Nullable Long version) throws Exception {
        PipelineSpec<C> spec = context.spec();
        long started = System.nanoTime();
        Answers.check(spec.name(), page);
        StoredCursor end = page.endCursor() == null ? null : spec.cursors().encode(page.endCursor());
        List<TargetData> data = Answers.transform(spec, page.rows());
        Position position = context.driver().store().position(spec.name());
        if (version != null && version != position.version()) {
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
        try (RunWriter writer = new RunWriter(context)) {
            PageResult result = writer.writeOnce(data, move);
            return context.committed(page.size(), data, result, end, started);
        }
    }
}
