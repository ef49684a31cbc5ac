package io.cameletl;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A committed page. Made by camel-etl only; components may be added in minor releases.
 *
 * @param pipeline the pipeline's name
 * @param runNumber the run it belongs to, counted from 1 within the pipeline; 0 for a page loaded outside a run
 * @param page its number within the run, from 1
 * @param rows source rows
 * @param records records that the rows were made into, whatever became of these: without a transform, the rows
 * @param tables what became of the records, by table in the order loaded
 * @param endCursor the cursor's JSON after this page; null when the page moved none
 * @param took from the start of the load to its commit
 */
public record PageReport(
        String pipeline,
        long runNumber,
        int page,
        long rows,
        long records,
        Map<String, TableCounts> tables,
        @Nullable String endCursor,
        Duration took) {
    public PageReport {
        tables = TableCounts.copyOf(tables);
    }
}
