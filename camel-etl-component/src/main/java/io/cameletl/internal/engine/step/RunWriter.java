package io.cameletl.internal.engine.step;

import io.cameletl.EtlException;
import io.cameletl.StaleLeaseException;
import io.cameletl.TargetData;
import io.cameletl.internal.engine.driver.CommitUnknownException;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.engine.driver.PageWriter;
import io.cameletl.internal.engine.events.Progress;
import io.cameletl.internal.engine.page.StoppedException;
import io.cameletl.internal.engine.pass.Removal;
import io.cameletl.internal.engine.run.Run;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Writes the pages of one run. The driver's writer is opened with the first page, so that an idle run leaves the
 * target's tables alone.
 */
public final class RunWriter implements AutoCloseable {
    private final RunContext<?> context;
    private volatile @Nullable PageWriter open;

    public RunWriter(RunContext<?> context) {
        this.context = context;
    }

    /**
     * Writes a page, and tries again what fails for a reason that may pass.
     *
     * @throws StaleLeaseException when the lease is lost
     * @throws StoppedException when a stop ended the waiting for another try
     * @throws Exception what the last try threw; nothing was written
     */
    PageResult write(List<TargetData> page, CursorMove move) throws Exception {
        return context.writeRetry().call(new Attempt(page, null, move));
    }

    /** The same, with rows that are deleted in the page's transaction; null for none. */
    PageResult write(List<TargetData> page, @Nullable Removal removal, CursorMove move) throws Exception {
        return context.writeRetry().call(new Attempt(page, removal, move));
    }

    /** Announces the page after the one that is written, or is written next. */
    void ahead(List<TargetData> page) {
        PageWriter writer = open;
        if (writer != null) {
            writer.ahead(page);
        }
    }

    /** Writes a page without another try: whoever gave it can give it again. */
    public PageResult writeOnce(List<TargetData> page, CursorMove move) throws Exception {
        return new Attempt(page, null, move).call();
    }

    /**
     * Writes a page in its turn, without another try. When the commit's answer is lost, nobody can tell for certain
     * what became of the page once another load has had its turn.
     */
    public PageResult writeInTurn(List<TargetData> page, LoadTurn<?> turn) throws Exception {
        context.progress().enter(Progress.Phase.LOAD);
        try {
            return writer().writeInTurn(page, turn, context.limits());
        } catch (CommitUnknownException e) {
            CursorMove move = turn.move();
            if (move != null && context.driver().store().taken(move)) {
                return e.result();
            }
            throw new EtlException(
                    turn.pipeline(),
                    "the connection was lost at a page's commit, and the page may be in or not: " + e.getCause()
                            + ". Load it again; where it is in, nothing changes",
                    e);
        }
    }

    /** Clears away what earlier runs left behind, where no page has done so: until one comes, nobody else would. */
    void clearIfUnused() throws Exception {
        if (open == null) {
            writer().clear();
        }
    }

    private PageWriter writer() throws Exception {
        PageWriter writer = open;
        if (writer == null) {
            boolean nonePostponed =
                    context.counts().runNumber() > 0 && context.counts().waiting() == 0;
            writer = context.driver().open(context.lease().owner(), nonePostponed);
            open = writer;
        }
        return writer;
    }

    @Override
    public void close() {
        PageWriter writer = open;
        if (writer != null) {
            writer.close();
        }
    }

    /**
     * One page on its way into the target, however many tries it takes. A commit whose answer is lost is looked up
     * before anything else is done (step 11 of the protocol of {@link Run}): the page may be in.
     */
    private final class Attempt implements Callable<PageResult> {
        private final List<TargetData> page;
        private final @Nullable Removal removal;
        private final CursorMove move;
        private @Nullable CommitUnknownException unanswered;

        Attempt(List<TargetData> page, @Nullable Removal removal, CursorMove move) {
            this.page = page;
            this.removal = removal;
            this.move = move;
        }

        @Override
        public PageResult call() throws Exception {
            context.lease().check();
            context.progress().enter(Progress.Phase.LOAD);
            if (unanswered == null) {
                try {
                    return removal == null
                            ? writer().write(page, move, context.limits())
                            : writer().repair(page, removal, move, context.limits());
                } catch (CommitUnknownException e) {
                    unanswered = e;
                }
            }
            CommitUnknownException asked = unanswered;
            if (context.driver().store().taken(move)) {
                return asked.result();
            }
            unanswered = null;
            throw new EtlException(
                    move.pipeline(),
                    "the connection was lost at a page's commit, and the page is not in: " + asked.getCause()
                            + ". It will be loaded again",
                    asked);
        }
    }
}
