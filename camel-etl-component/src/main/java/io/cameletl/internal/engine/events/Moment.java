package io.cameletl.internal.engine.events;

import io.cameletl.PipelineStatus.Running;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What only a look tells: how a pipeline is at this moment.
 *
 * @param running what its run or load does; null when this process does nothing
 * @param stalled whether that makes no progress
 * @param heldBy what holds it up at a server meanwhile, in a few words; null when it is not known, or nothing does
 * @param late whether the target is further behind than {@code lateAfter} allows
 * @param unverified whether the last verification is older than {@code verifyEvery} allows
 * @param missedTick when its schedule should have started a run and did not; null when it fires
 */
public record Moment(
        @Nullable Running running,
        boolean stalled,
        @Nullable String heldBy,
        boolean late,
        boolean unverified,
        @Nullable Instant missedTick) {
    /** Nothing is wrong, and nothing is done. */
    public static final Moment QUIET = new Moment(null, false, null, false, false, null);

    /** @return of both, where several endpoints are one pipeline's */
    public Moment and(Moment other) {
        return new Moment(
                running == null ? other.running : running,
                stalled || other.stalled,
                heldBy == null ? other.heldBy : heldBy,
                late || other.late,
                unverified || other.unverified,
                missedTick == null ? other.missedTick : missedTick);
    }
}
