package io.cameletl.internal.engine.driver;

import io.cameletl.PipelineStatus;
import io.cameletl.PipelineStatus.BreakerState;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.SkippedPage;
import io.cameletl.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pipelines' positions, leases and histories. All times are those of the store's database. Thread-safe; every
 * method is a transaction of its own and throws an {@link io.cameletl.EtlException} when the store cannot be reached.
 *
 * <p>A step of the position taken together with a page's rows ({@link CursorMove}) is no method here: it belongs to the
 * {@link PageWriter}, which knows the transaction.
 */
public interface PipelineStore {
    /**
     * Takes the lease and reads the position, in one statement. Creates the pipeline when it is new. A granted claim
     * raises the version, so that no earlier holder can commit any more. Made again by the same owner, whose answer was
     * lost, it is the same claim: same run, same version, and the lease lasts anew.
     *
     * @param owner names the holder; unique to this run
     * @param lease how long the lease lasts unless renewed
     * @param throughBreaker whether an open circuit breaker does not matter
     */
    Claim claim(String pipeline, String owner, Duration lease, boolean throughBreaker);

    /**
     * Prolongs a lease, and says how far its holder has come.
     *
     * @return false when the owner no longer holds it
     */
    boolean renew(String pipeline, String owner, Duration lease, Step step);

    /** Reads the position; creates the pipeline when it is new. */
    Position position(String pipeline);

    /** Reads the position and all else that its row says, without the newest runs; creates the pipeline when it is new. */
    PipelineStatus found(String pipeline);

    /**
     * Takes a step of the position on its own.
     *
     * @return the version after it
     * @throws io.cameletl.StaleLeaseException when the version or the owner is no longer the one named
     */
    long move(CursorMove move);

    /**
     * Tells whether a step was taken whose commit got no answer.
     *
     * @return whether the position's version and owner are those that the step leaves
     */
    boolean taken(CursorMove move);

    /**
     * Records a run and releases its lease, in one statement.
     *
     * @param drained the window to close, if the position has the version named; null to leave it
     * @param reckoned whether its rows and records are the pipeline's usual ones, as those of a replay are not
     * @return what its rows, and those of the runs since the last reckoning, were made into; empty while they are few
     */
    Optional<Reckoning> finish(String owner, RunReport run, @Nullable DrainedWindow drained, boolean reckoned);

    /**
     * Gives a page up: it goes into the ledger and the step passes it, in one transaction.
     *
     * @throws io.cameletl.StaleLeaseException when the step cannot be taken any more; the ledger is as before
     */
    void skip(SkippedPage page, CursorMove move);

    /** @return the pages given up, oldest first */
    List<SkippedPage> skippedPages(String pipeline);

    /**
     * @param after the number in the ledger after which to read; 0 for the beginning
     * @param pageSize how many at most
     * @return records set aside, oldest first
     */
    List<RejectedRecord> rejectedRecords(String pipeline, long after, int pageSize);

    /** @return the records that wait for rows which they refer to, in the order in which they came */
    default List<RejectedRecord> postponedRecords(String pipeline) {
        return postponedRecords(pipeline, null);
    }

    /**
     * @param before a time of the source; null for any
     * @return the postponed records that were read before it, in the order in which they came
     */
    List<RejectedRecord> postponedRecords(String pipeline, @Nullable Instant before);

    /**
     * Makes postponed records rejected ones, which wait for a replay.
     *
     * @param owner the holder of the lease
     * @throws io.cameletl.StaleLeaseException when the lease is no longer the owner's, or one of them has left the ledger
     */
    void reject(String pipeline, String owner, List<RejectedRecord> postponed);

    /** @return the circuit breaker as last kept; closed for a new pipeline */
    BreakerState breaker(String pipeline);

    /** Keeps the circuit breaker. */
    void breaker(String pipeline, BreakerState state);

    /** @return what the pipeline is made of, as last kept; null when nothing is kept of it */
    @Nullable
    String madeOf(String pipeline);

    /**
     * Keeps what the pipeline is made of.
     *
     * @param before what was kept before; null for nothing
     * @param madeOf JSON
     * @return false when something else is kept by now, or there is no such pipeline
     */
    boolean madeOf(String pipeline, @Nullable String before, String madeOf);

    /** @return what is done by hand; always the same store */
    ActionStore actions();

    /** @return the ranges of first loads; always the same store */
    ShardStore shards();

    /** @return whether anything is kept of the pipeline; creates nothing */
    boolean has(String pipeline);

    /** Everything that is known of the pipeline; nothing is, of a new one, and it stays so. */
    PipelineStatus status(String pipeline);

    /** @return keeps passes over the pipelines' tables */
    default PassStore passes() {
        throw new UnsupportedOperationException("this store keeps no passes");
    }

    /** The answer to the wish to run a pipeline. */
    sealed interface Claim {
        /**
         * The lease is the caller's.
         *
         * @param runNumber the run's number within the pipeline, from 1
         * @param position where to go on
         * @param postponed how many records wait for rows that they refer to
         */
        record Granted(long runNumber, Position position, long postponed) implements Claim {}

        /**
         * Not now.
         *
         * @param outcome {@code BUSY}, {@code PAUSED} or {@code OPEN}
         * @param message why, and until when
         */
        record Refused(RunOutcome outcome, String message) implements Claim {}
    }

    /**
     * What source rows were made into.
     *
     * @param rows source rows since the last reckoning
     * @param records records that they were made into
     * @param usual how many records a row was made into before; null when nothing is known of before
     */
    record Reckoning(long rows, long records, @Nullable Double usual) {
        /** @return whether there are so few that somebody should look at the transform */
        public boolean isFew() {
            if (usual == null) {
                return records == 0;
            }
            double expected = usual * rows;
            // Where hardly any row becomes a record, it says nothing that none did.
            return expected >= 10 && records < expected / 10;
        }
    }

    /**
     * What a run has drained.
     *
     * @param window the window, closed
     * @param version the version that the run's last step left: a crash of the server may have taken back the last
     *     pages, and with them the right to close the window
     */
    record DrainedWindow(Window window, long version) {}
}
