package io.cameletl;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a pipeline. Made by camel-etl only; components may be added in minor releases.
 *
 * @param pipeline its name
 * @param position cursor, window and version
 * @param lag from the end of the last drained part of its windows to the store's now; null before the first
 * @param leaseOwner who runs it now; null when nobody does
 * @param leaseUntil until when, unless renewed; null when nobody does
 * @param paused whether its runs do nothing
 * @param consecutiveFailures how many runs have failed since the last that did not
 * @param lastError the last failure's message; null when there was none since the last success
 * @param breaker the circuit breaker
 * @param skippedPages pages in the ledger, to be replayed
 * @param rejectedRecords records in the ledger, to be replayed
 * @param postponedRecords records in the ledger that wait for rows which they refer to; each page and run tries them again
 * @param postponedSince since when the first of them has waited, by the source's clock; null when none waits
 * @param lastRuns the newest runs and seeks, newest first, at most 10
 */
public record PipelineStatus(
        String pipeline,
        Position position,
        @Nullable Duration lag,
        @Nullable String leaseOwner,
        @Nullable Instant leaseUntil,
        boolean paused,
        int consecutiveFailures,
        @Nullable String lastError,
        BreakerState breaker,
        long skippedPages,
        long rejectedRecords,
        long postponedRecords,
        @Nullable Instant postponedSince,
        List<HistoryEntry> lastRuns) {
    public PipelineStatus {
        lastRuns = List.copyOf(lastRuns);
    }

    /**
     * A line of the history. Made by camel-etl only; components may be added in minor releases.
     *
     * @param runNumber counted within the pipeline
     * @param outcome a {@link RunOutcome}'s name, or {@code SEEK}
     * @param startedAt when it started
     * @param took how long it took
     * @param pages committed pages
     * @param rows source rows in them
     * @param records records that the rows were made into; null where that was not recorded, as by earlier versions
     * @param tables counts by table as JSON
     * @param message failure or note; null when there is nothing to say
     */
    public record HistoryEntry(
            long runNumber,
            String outcome,
            Instant startedAt,
            Duration took,
            int pages,
            long rows,
            @Nullable Long records,
            String tables,
            @Nullable String message) {}

    /**
     * Where a pipeline stands. Made by camel-etl only; components may be added in minor releases.
     *
     * @param version counts every change of the position; a change names the version it starts from
     * @param cursor after the last committed page; null before the first
     * @param window the window in hand, or the last one, drained
     */
    public record Position(long version, @Nullable StoredCursor cursor, Window window) {}

    /**
     * A pipeline's circuit breaker, as it is kept over restarts. Made by camel-etl only; components may be added in minor
     * releases.
     *
     * @param open whether runs are refused
     * @param until until when they are; null when the breaker is closed
     */
    public record BreakerState(boolean open, @Nullable Instant until) {
        /** Runs are let through. */
        public static final BreakerState CLOSED = new BreakerState(false, null);

        /** @throws IllegalArgumentException when an open breaker has no end */
        public BreakerState {
            if (open && until == null) {
                throw new IllegalArgumentException("an open breaker is open until some time");
            }
        }
    }
}
