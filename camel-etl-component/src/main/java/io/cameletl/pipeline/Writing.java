package io.cameletl.pipeline;

import io.cameletl.EtlException;
import io.cameletl.TargetData;
import java.util.List;
import java.util.Map;

/** Writes a page and, should the commit's answer be lost, finds out what became of it (step 11). */
final class Writing {
    private Writing() {}

    static Map<String, TableCounts> write(
            PipelineStore store, PageWriter writer, List<TargetData> data, CursorMove move) throws Exception {
        try {
            return writer.write(data, move);
        } catch (CommitUnknownException e) {
            if (store.taken(move)) {
                return e.counts();
            }
            throw new EtlException(
                    move.pipeline(),
                    "the connection was lost at a page's commit, and the page is not in: " + e.getCause()
                            + ". The next run loads it again",
                    e);
        }
    }
}
