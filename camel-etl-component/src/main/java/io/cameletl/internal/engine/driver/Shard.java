package io.cameletl.internal.engine.driver;

import io.cameletl.StoredCursor;
import org.jspecify.annotations.Nullable;

/**
 * A range of a first load: the rows after one cursor, up to another.
 *
 * @param number from 1, in the order of the cursors
 * @param after the cursor after which it begins; null for where the pipeline begins
 * @param end the cursor of its last possible row; null when the window's end alone bounds it
 * @param expected how many rows the source's statistics promise
 */
public record Shard(int number, @Nullable StoredCursor after, @Nullable StoredCursor end, long expected) {
    /**
     * A range that somebody loads.
     *
     * @param cursor after its last committed page; null before the first
     * @param version the version that its next step starts from
     */
    public record Held(Shard shard, @Nullable StoredCursor cursor, long version) {}

    /**
     * What a page's step does to its range.
     *
     * @param number the range's
     * @param rows source rows of the page
     */
    public record Move(int number, long rows) {}

    /**
     * How far a first load has come.
     *
     * @param shards how many ranges there are; 0 when none is under way
     * @param done how many are in
     * @param rows source rows that are committed
     * @param part which part of the whole that is, from 0 to 1
     * @param postponed how many records of the pipeline wait for rows that they refer to
     */
    public record Progress(int shards, int done, long rows, double part, long postponed) {
        /** @return whether some range is not in yet */
        public boolean isOpen() {
            return done < shards;
        }
    }
}
