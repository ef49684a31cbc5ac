package io.cameletl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A target of another kind than PostgreSQL. The pipeline's cursor is saved after {@link #load} returned, in a commit of
 * its own: a crash between the two loads the page <strong>again</strong> (at least once). A load must therefore be
 * idempotent. Called by one thread at a time.
 */
@FunctionalInterface
public interface Target {
    /**
     * Loads one page, durably.
     *
     * @param page the page's records, and where they end
     * @throws Exception when any of it did not arrive for certain; the cursor stays, the page will come again
     */
    void load(TargetPage page) throws Exception;

    /**
     * A page on its way to a target. A page that comes again unchanged has the same pipeline, end and records. Its end
     * alone does not tell it from others: another page may end there when rows have changed in between, after a seek, or
     * with a lookback. Made by camel-etl only; components may be added in minor releases.
     *
     * @param pipeline the pipeline's name
     * @param endCursor the cursor after the page, as JSON; null for a page that has none, as in a replay
     * @param data the page's records by table, parents first; may be empty
     */
    record TargetPage(String pipeline, @Nullable String endCursor, List<TargetData> data) {
        public TargetPage {
            data = List.copyOf(data);
        }
    }
}
