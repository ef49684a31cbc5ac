package io.cameletl.internal.engine.step;

import io.cameletl.PipelineStatus.Position;
import io.cameletl.StoredCursor;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.Turn;
import io.cameletl.internal.engine.page.Answers;
import io.cameletl.internal.engine.spec.PipelineSpec;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The step of a page that has waited for its turn. Pages come in the order in which their turns do, which is not that of
 * their cursors: one that ends before the position leaves it, and its window, as they are.
 */
public final class LoadTurn<C> implements Turn {
    private final PipelineSpec<C> spec;
    private final @Nullable C end;
    private final boolean hasNextPage;
    private final Instant readAt;
    private @Nullable CursorMove move;

    /**
     * @param end the cursor after the page; null when it moves none
     * @param readAt when the page was read
     */
    public LoadTurn(PipelineSpec<C> spec, @Nullable C end, boolean hasNextPage, Instant readAt) {
        this.spec = spec;
        this.end = end;
        this.hasNextPage = hasNextPage;
        this.readAt = readAt;
    }

    @Override
    public String pipeline() {
        return spec.name();
    }

    @Override
    public CursorMove from(Position position) {
        boolean behind = isBehind(position.cursor());
        StoredCursor cursor = end == null || behind ? null : spec.cursors().encode(end, position.cursor());
        CursorMove step = new CursorMove(
                spec.name(),
                null,
                position.version(),
                cursor,
                hasNextPage || behind ? position.window() : position.window().drained(),
                readAt);
        move = step;
        return step;
    }

    /**
     * A cursor of another type, which the pipeline had before, has no order with this one. The order of a text is that of
     * whoever wrote it, and need not be Java's.
     */
    private boolean isBehind(@Nullable StoredCursor stored) {
        return end != null
                && !(end instanceof String)
                && stored != null
                && stored.type().equals(spec.cursors().type().getName())
                && Answers.isPast(spec.cursors().decode(stored), end);
    }

    /** @return the step as last asked for; null when the turn never came */
    public @Nullable CursorMove move() {
        return move;
    }
}
