package io.cameletl;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** Runs and counts as a person reads them. */
public final class Summary {
    private Summary() {}

    /**
     * One line for a run.
     *
     * @return for instance {@code run 7 drained: 3 pages, 2,500 rows (users +2,000 ~490 -10) in 1.2 s, 2,083 rows/s, lag
     *     1.0 s}
     */
    public static String of(RunReport run) {
        StringBuilder line = new StringBuilder("run ")
                .append(run.runNumber())
                .append(' ')
                .append(run.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .append(String.format(
                        Locale.ROOT,
                        ": %,d %s, %,d rows",
                        run.pages(),
                        run.pages() == 1 ? "page" : "pages",
                        run.rows()));
        if (!run.tables().isEmpty()) {
            line.append(" (").append(of(run.tables())).append(')');
        }
        line.append(" in ").append(seconds(run.took()));
        if (run.rows() > 0) {
            line.append(String.format(Locale.ROOT, ", %,.0f rows/s", run.rowsPerSecond()));
        }
        if (run.lag() != null) {
            line.append(", lag ").append(seconds(run.lag()));
        }
        if (run.message() != null) {
            line.append(": ").append(run.message());
        }
        return line.toString();
    }

    /**
     * The counts of tables.
     *
     * @return for instance {@code users +2,000 ~490 -10, orders +5 ~0 -0}; records of which nothing is known but that
     *     they were staged as {@code users 2,500 staged}
     */
    public static String of(Map<String, TableCounts> tables) {
        StringJoiner joined = new StringJoiner(", ");
        tables.forEach((table, counts) -> joined.add(of(table, counts)));
        return joined.toString();
    }

    private static String of(String table, TableCounts counts) {
        return counts.written() + counts.unchanged() == 0
                ? String.format(Locale.ROOT, "%s %,d staged", table, counts.staged())
                : String.format(
                        Locale.ROOT, "%s +%,d ~%,d -%,d", table, counts.inserted(), counts.updated(), counts.deleted());
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%,.1f s", duration.toMillis() / 1000.0);
    }
}
