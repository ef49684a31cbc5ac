package io.cameletl.pipeline;

import io.cameletl.TargetData;
import java.util.List;
import java.util.Map;

/**
 * Writes the pages of one run, or of one load. Opened when the first page comes, closed at the end; used by one thread.
 */
public interface PageWriter extends AutoCloseable {
    /**
     * Writes a page and takes the cursor's step: in one transaction where the writer can, else the page first.
     *
     * @return what became of the records, by table in the order loaded
     * @throws CommitUnknownException when the commit was sent and no answer came
     * @throws io.cameletl.StaleLeaseException when the step cannot be taken any more; nothing was written
     * @throws Exception when the page could not be written; nothing was written, the cursor stays
     */
    Map<String, TableCounts> write(List<TargetData> page, CursorMove move) throws Exception;

    /** Gives back the connection and removes what only this run needed. Failures are logged, not thrown. */
    @Override
    void close();

    /** Opens writers. */
    @FunctionalInterface
    interface Factory {
        /** @param owner tells this writer's leavings from another's; unique */
        PageWriter open(String owner) throws Exception;
    }
}
