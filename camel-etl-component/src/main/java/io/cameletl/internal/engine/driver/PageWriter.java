package io.cameletl.internal.engine.driver;

import io.cameletl.TargetData;
import java.util.List;

/**
 * Writes the pages of one run, or of one load; a {@link Driver} opens it. Opened when the first page comes, closed at the end; used by one thread.
 */
public interface PageWriter extends AutoCloseable {
    /**
     * Writes a page and takes the cursor's step: in one transaction where the writer can, else the page first.
     *
     * @param rejectsAllowed how many bad records may be set aside, in the same transaction; with one more, or where
     *     the writer cannot tell which records are bad, nothing is written
     * @return what became of the records
     * @throws CommitUnknownException when the commit was sent and no answer came
     * @throws io.cameletl.StaleLeaseException when the step cannot be taken any more; nothing was written
     * @throws Exception when the page could not be written; nothing was written, the cursor stays
     */
    PageResult write(List<TargetData> page, CursorMove move, int rejectsAllowed) throws Exception;

    /**
     * Removes what crashed runs left behind; called before the end of a run that had no page to write. Failures are
     * logged, not thrown.
     */
    default void clear() {}

    /** Gives back the connection and removes what only this run needed. Failures are logged, not thrown. */
    @Override
    void close();
}
