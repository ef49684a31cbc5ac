package io.cameletl.internal.postgres.state;

import io.cameletl.EtlException;
import io.cameletl.RunOutcome;
import io.cameletl.StaleLeaseException;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.PipelineStore.Claim;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a pipeline, and what keeps others from it.
 *
 * @param paused whether runs are to do nothing
 * @param version of the position
 * @param owner the holder of the lease; null for none
 * @param until when the lease ends; null for none
 * @param isLive whether it has not ended yet, by the database's clock
 * @param breakerUntil until when the circuit breaker refuses runs; null when it does not
 */
record Holder(
        boolean paused,
        long version,
        @Nullable String owner,
        @Nullable Instant until,
        boolean isLive,
        @Nullable Instant breakerUntil) {
    private static final Duration LONGEST = Duration.ofDays(3_650);

    String inWords() {
        return owner + " holds the pipeline until " + until;
    }

    /** @return why something is not done that needs a pipeline that nobody holds */
    EtlException holdsAgainst(String pipeline, String what) {
        return new EtlException(
                pipeline,
                what + " is refused while a run is under way: "
                        + (isLive ? inWords() : "its first load is, in ranges, or a run held it until a moment ago")
                        + ". Nothing was changed. Pause the pipeline, wait for the run's end, and send it again");
    }

    /**
     * @param holder null when the pipeline's row is gone
     * @return why a claim was not granted
     * @throws EtlException when nobody can have written the lease but by hand: the pipeline would wait for ever
     */
    static Claim.Refused refused(String pipeline, @Nullable Holder holder, boolean throughBreaker) {
        if (holder == null) {
            return busy("another run held it until a moment ago");
        }
        holder.requirePossible(pipeline);
        if (holder.paused) {
            return new Claim.Refused(RunOutcome.PAUSED, "the pipeline is paused; operation=resume lets it run again");
        }
        if (holder.breakerUntil != null && !throughBreaker) {
            return new Claim.Refused(RunOutcome.OPEN, "open until " + holder.breakerUntil);
        }
        return busy(holder.isLive ? holder.inWords() : "another run held it until a moment ago");
    }

    private static Claim.Refused busy(String message) {
        return new Claim.Refused(RunOutcome.BUSY, message);
    }

    private void requirePossible(String pipeline) {
        if (isLive && until != null && until.isAfter(Instant.now().plus(LONGEST))) {
            throw new EtlException(
                    pipeline,
                    "lease_until in its row of etl_pipeline is " + until
                            + ", and no run takes a lease of years. Set lease_owner and lease_until to NULL");
        }
    }

    /**
     * @param holder null when the pipeline's row is gone
     * @return why a step could not be taken
     */
    static StaleLeaseException stale(@Nullable Holder holder, CursorMove move) {
        String reason = holder == null ? "its row in etl_pipeline is gone" : holder.reason(move);
        return new StaleLeaseException(
                move.pipeline(),
                reason + ". Nothing of this page was written; the next run goes on from the last committed page",
                null);
    }

    private String reason(CursorMove move) {
        boolean own = owner != null && owner.equals(move.owner());
        if (isLive && !own) {
            return inWords();
        }
        if (version != move.version()) {
            return "somebody moved its cursor: this page starts from version " + move.version() + ", the store is at "
                    + version;
        }
        return own
                ? "the lease of " + owner + " ran out at " + until + ", before the page was ready"
                : "the lease of " + move.owner() + " was ended";
    }
}
