package io.cameletl.internal.engine.run;

import io.cameletl.EtlException;
import io.cameletl.TargetData;
import io.cameletl.internal.engine.driver.CommitUnknownException;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.engine.driver.PipelineStore;
import io.cameletl.internal.engine.page.LazyWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * One page on its way into the target, however many tries it takes. A commit whose answer is lost is looked up before
 * anything else is done (step 11): the page may be in.
 */
public final class RunWriter implements Callable<PageResult> {
    private final PipelineStore store;
    private final LazyWriter writer;
    private final List<TargetData> page;
    private final CursorMove move;
    private final int rejectsAllowed;
    private @Nullable CommitUnknownException unanswered;

    public RunWriter(
            PipelineStore store, LazyWriter writer, List<TargetData> page, CursorMove move, int rejectsAllowed) {
        this.store = store;
        this.writer = writer;
        this.page = page;
        this.move = move;
        this.rejectsAllowed = rejectsAllowed;
    }

    @Override
    public PageResult call() throws Exception {
        if (unanswered == null) {
            try {
                return writer.get().write(page, move, rejectsAllowed);
            } catch (CommitUnknownException e) {
                unanswered = e;
            }
        }
        CommitUnknownException asked = unanswered;
        if (store.taken(move)) {
            return asked.written();
        }
        unanswered = null;
        throw new EtlException(
                move.pipeline(),
                "the connection was lost at a page's commit, and the page is not in: " + asked.getCause()
                        + ". It will be loaded again",
                asked);
    }
}
