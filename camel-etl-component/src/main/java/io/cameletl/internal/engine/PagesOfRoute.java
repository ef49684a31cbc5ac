package io.cameletl.internal.engine;

import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.PageReport;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.StaleLeaseException;
import io.cameletl.StoredCursor;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.run.SingleLoad;
import io.cameletl.internal.engine.spec.PipelineSpec;
import io.cameletl.internal.engine.step.StartingPoint;
import org.jspecify.annotations.Nullable;

/** A pipeline whose pages a route extracts by itself: it asks which is next, and hands over what it got. Thread-safe. */
public final class PagesOfRoute<C> {
    private final Pipeline<C> pipeline;

    PagesOfRoute(Pipeline<C> pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * The answer to "what is next?".
     *
     * @param request what to read
     * @param version the position's version; a load that names it cannot overtake another
     */
    public record NextPage<C>(ExtractRequest<C> request, long version) {}

    /**
     * Reads the position and opens a window, or resumes the open one: what {@link #load} takes up again.
     *
     * @return the next page's request and the version it starts from
     * @throws Exception what the source's clock threw
     */
    public NextPage<C> next() throws Exception {
        PipelineSpec<C> spec = pipeline.spec();
        pipeline.startCheck().checkLate();
        Position position = pipeline.store().position(spec.name());
        StartingPoint<C> start = StartingPoint.of(spec, position, spec.source().now());
        Window window = start.window();
        C after = start.after();
        long version = position.version();
        if (start.opened()) {
            StoredCursor from =
                    after != null && start.lookedBack() ? spec.cursors().encode(after) : null;
            version = pipeline.store().move(new CursorMove(spec.name(), null, version, from, window));
        }
        return new NextPage<>(
                new ExtractRequest<>(
                        spec.name(), after, spec.settings().pageSize(), window.fromAt(), window.beforeAt()),
                version);
    }

    /**
     * Loads one page that a route extracted itself, and commits its cursor with it, durably.
     *
     * @param page the rows, transformed or not, and their end cursor
     * @param version the version that {@link #next()} named; null to start from whatever it is now
     * @return what became of the page
     * @throws StaleLeaseException when the position has moved since {@code version}, or somebody runs the pipeline
     * @throws Exception when the page could not be loaded; nothing was written
     */
    public PageReport load(ExtractResponse<C> page, @Nullable Long version) throws Exception {
        pipeline.startCheck().checkLate();
        return new SingleLoad<>(pipeline.context(() -> false)).load(page, version);
    }
}
