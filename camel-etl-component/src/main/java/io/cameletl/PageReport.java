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
 * @param bytes how many bytes were copied to the target, those of further tries of the same load included; 0 for a target
 *     of another kind
 * @param phases what it took before and in its load
 */
public record PageReport(
        String pipeline,
        long runNumber,
        int page,
        long rows,
        long records,
        Map<String, TableCounts> tables,
        @Nullable String endCursor,
        Duration took,
        long bytes,
        Phases phases) {
    public PageReport {
        tables = TableCounts.copyOf(tables);
    }

    /**
     * How long a page's phases took, waits for another try left out; zero for one that it did not have. Made by camel-etl
     * only; components may be added in minor releases.
     *
     * @param extract the source was asked
     * @param transform its rows were made into records
     * @param stage the records were copied into staging, or straight into the tables
     * @param merge they were brought into the tables, by {@code commit} too, and the cursor was moved; the load of a target
     *     of another kind
     * @param commit the transaction was committed
     */
    public record Phases(Duration extract, Duration transform, Duration stage, Duration merge, Duration commit) {
        /** A page that had none of them. */
        public static final Phases NONE =
                new Phases(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }
}
