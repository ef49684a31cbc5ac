package io.cameletl.internal.engine.spec;

import io.cameletl.Surplus;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a pass goes over a table.
 *
 * @param rangeRows source rows of a range at most; at least 1
 * @param rowsPerSecond source rows that are compared in a second at most; 0 for no limit
 * @param pause how long it waits after each range
 * @param surplus what becomes of rows that only the target has, when it repairs
 * @param maxSurplus how many of them may be deleted or marked
 * @param wheres by target table which of its rows are the pipeline's, as a condition for the driver; all of a table that is
 *     not among them
 * @param whole whether all rows of the source are compared, as its runs read them; else what the pipeline has drained
 */
public record PassSettings(
        int rangeRows,
        int rowsPerSecond,
        Duration pause,
        Surplus surplus,
        MaxSurplus maxSurplus,
        Map<String, String> wheres,
        boolean whole) {
    /** @throws IllegalArgumentException naming the option that is out of its range */
    public PassSettings {
        if (rangeRows < 1) {
            throw new IllegalArgumentException("verifyRangeSize must be at least 1, not " + rangeRows);
        }
        if (rowsPerSecond < 0) {
            throw new IllegalArgumentException("verifyRowsPerSecond must be at least 0, not " + rowsPerSecond);
        }
        if (pause.isNegative()) {
            throw new IllegalArgumentException("verifyPause must not be negative, as " + pause + " is");
        }
        wheres = Map.copyOf(wheres);
        for (String where : wheres.values()) {
            if (where.isBlank() || where.contains("?") || where.contains(";")) {
                throw new IllegalArgumentException("verifyWhere must be one condition in SQL, without ? and ;");
            }
        }
    }

    /** @return whether rows that only the target has are deleted, or marked as gone */
    public boolean removes() {
        return surplus != Surplus.REPORT;
    }

    /** @return which rows of the only table are the pipeline's; null for all */
    public @Nullable String where() {
        return wheres.values().stream().findFirst().orElse(null);
    }
}
