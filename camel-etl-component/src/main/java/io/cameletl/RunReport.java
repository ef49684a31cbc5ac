package io.cameletl;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run did. Made by camel-etl only; components may be added in minor releases.
 *
 * @param pipeline the pipeline's name
 * @param runNumber counted from 1 within the pipeline; 0 when nothing was done ({@code BUSY}, {@code PAUSED}, {@code OPEN})
 * @param outcome how it ended
 * @param startedAt when it started, by this machine's clock
 * @param took how long it took
 * @param pages committed pages
 * @param rows source rows in them
 * @param records records that the rows were made into, whatever became of these: without a transform, the rows
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
        long records,
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

    /**
     * The run as a person reads it; the wording may change.
     *
     * @return for instance {@code run 7 drained: 3 pages, 2,500 rows (users +2,000 ~490 -10) in 1.2 s, 2,083 rows/s, lag
     *     1.0 s}; the number of records follows that of the rows where they differ
     */
    public String summary() {
        String how = outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String many = pages == 1 ? "page" : "pages";
        StringBuilder line = new StringBuilder(
                String.format(Locale.ROOT, "run %d %s: %,d %s, %,d rows", runNumber, how, pages, many, rows));
        if (records != rows) {
            line.append(String.format(Locale.ROOT, ", %,d records", records));
        }
        if (!tables.isEmpty()) {
            line.append(" (").append(TableCounts.summary(tables)).append(')');
        }
        line.append(" in ").append(seconds(took));
        if (rows > 0) {
            line.append(String.format(Locale.ROOT, ", %,.0f rows/s", rowsPerSecond()));
        }
        if (lag != null) {
            line.append(", lag ").append(seconds(lag));
        }
        if (message != null) {
            line.append(": ").append(message);
        }
        return line.toString();
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%,.1f s", duration.toMillis() / 1000.0);
    }
}
