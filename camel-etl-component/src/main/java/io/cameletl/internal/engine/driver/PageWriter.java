package io.cameletl.internal.engine.driver;

import io.cameletl.TargetData;
import io.cameletl.internal.engine.pass.Removal;
import java.util.List;

/**
 * Writes the pages of one run, or of one load; a {@link Driver} opens it. Opened when the first page comes, closed at the end; used by one
 * thread, but for {@link #ahead}.
 */
public interface PageWriter extends AutoCloseable {
    /**
     * Writes a page and takes the cursor's step: in one transaction where the writer can, else the page first.
     *
     * @param limits how many records may be left out, and kept in the ledger in the same transaction. A writer that can
     *     tell tries those again that were postponed before, together with the page
     * @return what became of the records
     * @throws CommitUnknownException when the commit was sent and no answer came
     * @throws io.cameletl.StaleLeaseException when the step cannot be taken any more; nothing was written
     * @throws Exception when the page could not be written; nothing was written, the cursor stays
     */
    PageResult write(List<TargetData> page, CursorMove move, PageLimits limits) throws Exception;

    /**
     * Writes a page as {@link #write} does, and deletes rows of the target in the same transaction, before the page's are
     * merged.
     *
     * @param removal the rows, as the driver's own target named them
     */
    default PageResult repair(List<TargetData> page, Removal removal, CursorMove move, PageLimits limits)
            throws Exception {
        throw new UnsupportedOperationException("only rows of a target that can be compared are deleted by their keys");
    }

    /**
     * Announces the next page of a run: the one after the page that is written, or is written next. It may be written ahead of
     * its turn, so that less is left to do then. Nobody can see anything of it by then; it may never be written, and what
     * fails is not told. Called by any thread, and returns at once.
     *
     * @param page as {@link #write} is given it later, the same list
     */
    default void ahead(List<TargetData> page) {}

    /**
     * Writes a page of a load that has no run and names no version, in its turn: after any other such load of the
     * pipeline that has its turn already, in whatever process.
     *
     * @return what became of the records
     * @throws CommitUnknownException when the commit was sent and no answer came
     * @throws io.cameletl.StaleLeaseException when a run holds the pipeline; nothing was written
     * @throws Exception when the page could not be written, or its turn did not come; nothing was written
     */
    PageResult writeInTurn(List<TargetData> page, Turn turn, PageLimits limits) throws Exception;

    /**
     * Removes what crashed runs left behind; called before the end of a run that had no page to write. Failures are
     * logged, not thrown.
     */
    default void clear() {}

    /** Gives back the connection and removes what only this run needed. Failures are logged, not thrown. */
    @Override
    void close();
}
