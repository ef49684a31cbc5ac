package io.cameletl.internal.postgres.load;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Loads all records of a list but the bad ones, in about as many tries for each as its distance from the last has binary
 * digits, and two more.
 *
 * <ol>
 *   <li>All that are left are tried together: mostly one bad record is all there is.
 *   <li>When they fail, halving finds the first bad one. The halves that succeed stay loaded.
 *   <li>Once a second is found, there will be more: from then on as many are tried together as lay between the bad ones so
 *       far, then twice as many while they succeed.
 * </ol>
 */
public final class Bisection {
    /** Tries records of the list, and keeps what it loaded when they succeed. */
    @FunctionalInterface
    public interface Part {
        /** @return why they failed; null when they are loaded */
        @Nullable
        SQLException load(int from, int before) throws SQLException;
    }

    /** Takes note of a bad record. */
    @FunctionalInterface
    public interface Found {
        void bad(int record, SQLException failure) throws SQLException;
    }

    private final Part part;
    private final Found found;

    public Bisection(Part part, Found found) {
        this.part = part;
        this.found = found;
    }

    /**
     * @param size how many records there are
     * @param whole why all of them together have failed already; null when they have not been tried
     */
    public void run(int size, @Nullable SQLException whole) throws SQLException {
        int bad = 0;
        int together = size;
        SQLException known = whole;
        for (int from = 0; from < size; ) {
            int before = from + Math.min(together, size - from);
            SQLException failure = known != null ? known : part.load(from, before);
            if (failure == null) {
                from = before;
                together = Math.min(size, 2 * together);
                continue;
            }
            known = null;
            int first = first(from, before, failure);
            from = (first < 0 ? -1 - first : first) + 1;
            bad += first < 0 ? 0 : 1;
            together = bad < 2 ? size : Math.max(1, from / bad);
        }
    }

    /**
     * @return the first record of a range that fails; when the last one left succeeds after all, for it needed the others
     *     loaded first, {@code -1} minus it
     */
    private int first(int start, int end, SQLException whole) throws SQLException {
        int from = start;
        int before = end;
        int failedFrom = start;
        SQLException failure = whole;
        while (before - from > 1) {
            int middle = (from + before) >>> 1;
            SQLException half = part.load(from, middle);
            if (half == null) {
                from = middle;
            } else {
                before = middle;
                failedFrom = from;
                failure = half;
            }
        }
        if (failedFrom != from) {
            // It failed in the company of others only: its own failure is the one to tell.
            failure = part.load(from, before);
        }
        if (failure == null) {
            return -1 - from;
        }
        found.bad(from, failure);
        return from;
    }
}
