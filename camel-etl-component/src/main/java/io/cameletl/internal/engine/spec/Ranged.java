package io.cameletl.internal.engine.spec;

import io.cameletl.Source;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A source that may be able to read its rows in ranges, several at once. */
public interface Ranged<C> {
    /** @return reads its rows in ranges; null when it cannot */
    @Nullable
    Ranges<C> ranges();

    /** @return reads a source's rows in ranges; null when it cannot */
    @SuppressWarnings("unchecked") // a source of the one type of cursors has ranges of these
    static <C> @Nullable Ranges<C> of(Source<C> source) {
        return source instanceof Ranged<?> ranged ? (Ranges<C>) ranged.ranges() : null;
    }

    /**
     * Reads a source's rows in ranges, each of which begins after one cursor and ends with another: each row is in just one,
     * whatever the boundaries are, also where several rows have the values of a boundary.
     */
    interface Ranges<C> {
        /**
         * Looks for boundaries between ranges of about as many rows each, without reading all rows.
         *
         * @param after the cursor after which the first range begins; null for the source's beginning
         * @param beforeAt the end of the window that is read
         * @param most how many ranges at most
         * @param least how many rows a range has at least
         * @throws Exception when the source cannot be asked
         */
        Boundaries<C> divide(@Nullable C after, Instant beforeAt, int most, long least) throws Exception;

        /** @return the same source, whose rows end with a cursor, inclusive; thread-safe if it is */
        Source<C> upTo(C end);
    }

    /**
     * @param cursors the boundaries in order; empty for one range
     * @param rows how many rows are expected in each range
     */
    record Boundaries<C>(List<C> cursors, long rows) {
        public Boundaries {
            cursors = List.copyOf(cursors);
        }
    }
}
