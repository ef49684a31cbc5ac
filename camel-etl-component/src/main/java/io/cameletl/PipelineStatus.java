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
 * @param running how far its run has come; null when nobody runs it
 * @param idle the runs that found nothing to do; null before the first
 * @param lastRuns the newest runs and seeks, newest first, at most 10; none that found nothing to do
 * @param firstLoad how far the first load in ranges has come; null when none is under way
 * @param lastVerification the last comparison of source and target; null when there is no such pipeline, or that is not known
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
        @Nullable Running running,
        @Nullable Idle idle,
        List<HistoryEntry> lastRuns,
        @Nullable FirstLoad firstLoad,
        @Nullable LastVerification lastVerification) {
    public PipelineStatus {
        lastRuns = List.copyOf(lastRuns);
    }

    /** @return the same, with this run */
    public PipelineStatus running(@Nullable Running now) {
        return new PipelineStatus(
                pipeline,
                position,
                lag,
                leaseOwner,
                leaseUntil,
                paused,
                consecutiveFailures,
                lastError,
                breaker,
                skippedPages,
                rejectedRecords,
                postponedRecords,
                postponedSince,
                now,
                idle,
                lastRuns,
                firstLoad,
                lastVerification);
    }

    /**
     * The last comparison of source and target that came to its end: of {@code operation=verify}, {@code operation=reconcile},
     * a full pass, or a run with {@code mode=full}. Made by camel-etl only; components may be added in minor releases.
     *
     * @param endedAt when; null when none has
     * @param age how long ago; where none has, for how long the pipeline has been there
     * @param outcome {@link RunOutcome#VERIFIED}, or {@link RunOutcome#RECONCILED} when it repaired what it found; null when
     *     none has
     * @param table the target table; null when none has
     * @param differences rows that differed
     */
    public record LastVerification(
            @Nullable Instant endedAt,
            Duration age,
            @Nullable RunOutcome outcome,
            @Nullable String table,
            long differences) {}

    /**
     * A run that goes on. In the process that runs it, it is as of now; elsewhere as of the last renewal of its lease,
     * which comes three times per {@code leaseDuration}. Made by camel-etl only; components may be added in minor releases.
     *
     * @param runNumber counted within the pipeline
     * @param since when it took the lease
     * @param phase {@code CLAIM}, {@code CLOCK}, {@code EXTRACT}, {@code TRANSFORM}, {@code LOAD}, {@code RETRY} or {@code
     *     FINISH}
     * @param phaseSince since when there has been no progress: no other phase, no page
     * @param page the number of the page in hand, from 1
     * @param rows source rows that are committed so far
     */
    public record Running(long runNumber, Instant since, String phase, Instant phaseSince, int page, long rows) {}

    /**
     * A first load in ranges ({@code initialShards}) that is under way, in whatever processes. Made by camel-etl only;
     * components may be added in minor releases.
     *
     * @param ranges how many there are
     * @param done how many are in
     * @param rows source rows that are committed so far
     * @param percent how much of the whole that is, from 0 to 100, by the rows that a sample promised; 100 only once all is in
     */
    public record FirstLoad(int ranges, int done, long rows, double percent) {}

    /**
     * Runs that found nothing to do: they have no lines in the history. The first good run after failed ones has one. Made
     * by camel-etl only; components may be added in minor releases.
     *
     * @param runs how many there were since the newest line of the history
     * @param lastAt when the last of them ended, which may be before that line
     */
    public record Idle(long runs, Instant lastAt) {}

    /**
     * A line of the history. Made by camel-etl only; components may be added in minor releases.
     *
     * @param runNumber counted within the pipeline
     * @param outcome a {@link RunOutcome}'s name, {@code SEEK}, {@code RESET} or {@code ADOPT}
     * @param startedAt when it started
     * @param took how long it took
     * @param pages committed pages
     * @param rows source rows in them
     * @param records records that the rows were made into; null where that was not recorded, as by earlier versions
     * @param tables counts by table as JSON
     * @param message failure or note; null when there is nothing to say
     * @param idleBefore how many runs that found nothing to do came right before it
     * @param lag how far the target was behind after it; null where that is not known
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
            @Nullable String message,
            long idleBefore,
            @Nullable Duration lag) {}

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
