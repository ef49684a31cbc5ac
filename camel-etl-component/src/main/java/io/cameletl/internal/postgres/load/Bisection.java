package io.cameletl.internal.postgres.load;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Loads all records of a list except the bad ones. A bad record costs about log2(d) + 2 attempts, where d is its distance
 * from the bad record before it.
 *
 * <ol>
 *   <li>All remaining records are loaded together, since most lists have one bad record.
 *   <li>When they fail, a binary search finds the first bad one. The halves that succeed stay loaded.
 *   <li>After the second bad record more are expected. From then on, a range is as long as the average distance between
 *       the bad records found so far. It doubles as long as it succeeds.
 * </ol>
 */
public final class Bisection {
    /** Loads a range of the list, wholly or not at all. */
    @FunctionalInterface
    public interface RangeLoader {
        /** @return why the range failed; null when it is loaded */
        @Nullable
        SQLException load(int from, int before) throws SQLException;
    }

    /** Is told each bad record. */
    @FunctionalInterface
    public interface BadRecordListener {
        void bad(int record, SQLException failure) throws SQLException;
    }

    private final RangeLoader loader;
    private final BadRecordListener listener;

    public Bisection(RangeLoader loader, BadRecordListener listener) {
        this.loader = loader;
        this.listener = listener;
    }

    /**
     * @param size how many records there are
     * @param whole why all of them together have failed already; null when they have not been loaded together yet
     */
    public void run(int size, @Nullable SQLException whole) throws SQLException {
        int bad = 0;
        int together = size;
        SQLException known = whole;
        for (int from = 0; from < size; ) {
            int before = from + Math.min(together, size - from);
            SQLException failure = known != null ? known : loader.load(from, before);
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
     * @return the first record that fails of a range that failed. When the last candidate succeeds after all, since it
     *     needed the records before it, {@code -1} minus that candidate
     */
    private int first(int start, int end, SQLException whole) throws SQLException {
        int from = start;
        int before = end;
        int failedFrom = start;
        SQLException failure = whole;
        while (before - from > 1) {
            int middle = (from + before) >>> 1;
            SQLException half = loader.load(from, middle);
            if (half == null) {
                from = middle;
            } else {
                before = middle;
                failedFrom = from;
                failure = half;
            }
        }
        if (failedFrom != from) {
            // It has failed only together with others so far. Its own failure is the one to report.
            failure = loader.load(from, before);
        }
        if (failure == null) {
            return -1 - from;
        }
        listener.bad(from, failure);
        return from;
    }
}
