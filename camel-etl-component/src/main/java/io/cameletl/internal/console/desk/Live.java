package io.cameletl.internal.console.desk;

import io.cameletl.PipelineStatus.Running;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a pipeline is in this process, at the moment.
 *
 * @param here whether this process has it
 * @param comparable whether its source can be compared with its target
 * @param late whether its target is further behind than it may be
 * @param unverified whether its last verification is older than it may be
 * @param stalled whether a run of it has made no progress for long
 * @param heldBy what holds that run up; null when it is not known
 * @param missedTick when its schedule should have started a run and did not; null when it fires
 * @param nextTick when its schedule is to start the next run; null when that is not known
 * @param running what its run does; null when none is here
 */
public record Live(
        boolean here,
        boolean comparable,
        boolean late,
        boolean unverified,
        boolean stalled,
        @Nullable String heldBy,
        @Nullable Instant missedTick,
        @Nullable Instant nextTick,
        @Nullable Running running) {
    /** Another process may have it. */
    public static final Live ELSEWHERE = new Live(false, false, false, false, false, null, null, null, null);

    /** @return the same, with its times by a clock that is ahead of this process's */
    Live by(Duration ahead) {
        return ahead.isZero()
                ? this
                : new Live(
                        here,
                        comparable,
                        late,
                        unverified,
                        stalled,
                        heldBy,
                        missedTick == null ? null : missedTick.plus(ahead),
                        nextTick == null ? null : nextTick.plus(ahead),
                        running == null
                                ? null
                                : new Running(
                                        running.runNumber(),
                                        running.since().plus(ahead),
                                        running.phase(),
                                        running.phaseSince().plus(ahead),
                                        running.page(),
                                        running.rows()));
    }
}
