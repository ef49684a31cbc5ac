package io.cameletl.benchmark.measure;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A loader at a page size. All times are medians.
 *
 * @param latencyMillis how long the way to the servers takes, each way
 * @param page 0 for a loader that has no pages
 * @param yardstick how often as quick as the yardstick of the same round: lowest, median, highest
 * @param clientMicros processor time of this JVM for a row
 * @param sourceMicros processor time of the source's sessions for a row; null where it cannot be read
 * @param targetMicros processor time of the target's sessions for a row; null where it cannot be read
 * @param heapMegabytes at most in use, garbage included
 * @param pageMillis from commit to commit: half of the pages, 95 %, 99 %, all take at most this; empty for no pages
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Line(
        String shape,
        String mix,
        int latencyMillis,
        String loader,
        int page,
        int rows,
        double rowsPerSecond,
        List<Double> yardstick,
        double clientMicros,
        @Nullable Double sourceMicros,
        @Nullable Double targetMicros,
        long heapMegabytes,
        List<Double> pageMillis) {

    static final String HEADER = String.format(
            "%-9s %-9s %4s  %-24s %7s %9s %9s %11s %20s %6s  %s",
            "shape",
            "mix",
            "ms",
            "loader",
            "page",
            "rows/s",
            "yardstick",
            "spread",
            "us/row: client,s,t",
            "heap",
            "page ms: p50, p95, p99, max");

    /** What is measured of a loader, and under which circumstances. */
    public record Subject(String shape, String mix, int latencyMillis, String loader, int page) {}

    public static Line of(Subject subject, int rows, Laps laps) {
        return new Line(
                subject.shape(),
                subject.mix(),
                subject.latencyMillis(),
                subject.loader(),
                subject.page(),
                rows,
                rows / laps.median(Lap::seconds),
                laps.ratio(),
                laps.median(Lap::clientCpu) * 1e6 / rows,
                known(laps.median(Lap::sourceCpu) * 1e6 / rows),
                known(laps.median(Lap::targetCpu) * 1e6 / rows),
                laps.heapMegabytes(),
                laps.pageMillis(0.5, 0.95, 0.99, 1));
    }

    private static @Nullable Double known(double value) {
        return Double.isNaN(value) ? null : value;
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "%-9s %-9s %4d  %-24s %7s %,9.0f %9.2f %11s %20s %6d  %s",
                shape,
                mix,
                latencyMillis,
                loader,
                page == 0 ? "all" : String.format(Locale.ROOT, "%,d", page),
                rowsPerSecond,
                yardstick.get(1),
                String.format(Locale.ROOT, "%.2f - %.2f", yardstick.get(0), yardstick.get(2)),
                rounded(clientMicros) + " " + rounded(sourceMicros) + " " + rounded(targetMicros),
                heapMegabytes,
                String.join(" ", pageMillis.stream().map(Line::rounded).toList()));
    }

    private static String rounded(@Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.1f", value);
    }
}
