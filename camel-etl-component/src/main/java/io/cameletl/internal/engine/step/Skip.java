package io.cameletl.internal.engine.step;

import io.cameletl.SkippedPage;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.PipelineStore;
import java.util.concurrent.Callable;

/**
 * Gives a page up, however many tries that takes. Before another try it is looked up whether the one before it was
 * committed, and only its answer lost.
 */
final class Skip implements Callable<Boolean> {
    private final PipelineStore store;
    private final SkippedPage page;
    private final CursorMove move;
    private boolean tried;

    Skip(PipelineStore store, SkippedPage page, CursorMove move) {
        this.store = store;
        this.page = page;
        this.move = move;
    }

    @Override
    public Boolean call() {
        if (tried && store.taken(move)) {
            return true;
        }
        tried = true;
        store.skip(page, move);
        return true;
    }
}
