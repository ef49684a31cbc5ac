package io.cameletl;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run did.
 *
 * @param pipeline the pipeline's name
 * @param runNumber counted from 1 within the pipeline; 0 when nothing was done ({@code BUSY}, {@code PAUSED}, {@code OPEN})
 * @param outcome how it ended
 * @param startedAt when it started, by this machine's clock
 * @param took how long it took
 * @param pages committed pages
 * @param rows source rows in them
 * @param tables what became of the records, by table in the order first loaded
 * @param lag how far the target is behind the source: from the time up to which the target has everything, to the
 *     source's now at the end of the run; null when that is not known, as before the first window is drained
 * @param message why it ended so, where that needs saying: the holder of a busy pipeline, the failure; null otherwise
 */
public record RunReport(
        String pipeline,
        long runNumber,
        RunOutcome outcome,
        Instant startedAt,
        Duration took,
        int pages,
        long rows,
        Map<String, TableCounts> tables,
        @Nullable Duration lag,
        @Nullable String message) {
    public RunReport {
        tables = TableCounts.copyOf(tables);
    }

    /** @return source rows per second over the whole run; 0 for a run without rows */
    public double rowsPerSecond() {
        double seconds = took.toNanos() / 1e9;
        return seconds > 0 ? rows / seconds : 0;
    }
}
