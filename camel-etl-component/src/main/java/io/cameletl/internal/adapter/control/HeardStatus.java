package io.cameletl.internal.adapter.control;

import io.cameletl.PipelineStatus;
import io.cameletl.PipelineStatus.BreakerState;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunOutcome;
import io.cameletl.Window;
import io.cameletl.internal.observe.vitals.Verified;
import io.cameletl.internal.observe.vitals.Vitals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What this process has heard of a pipeline, as a status without what only the state database knows. */
final class HeardStatus {
    private HeardStatus() {}

    static PipelineStatus of(String pipeline, Vitals known, Instant now) {
        Instant until = known.openUntil();
        Verified verified = known.verified();
        return new PipelineStatus(
                pipeline,
                new Position(0, null, Window.NONE),
                known.lag(now),
                null,
                null,
                known.paused(),
                known.failures(),
                known.lastError(),
                known.isOpen() ? new BreakerState(true, until == null ? now : until) : BreakerState.CLOSED,
                known.ledgers().skipped(),
                known.ledgers().rejected(),
                known.ledgers().postponed(),
                null,
                known.now().running(),
                null,
                List.of(),
                null,
                verified == null
                        ? null
                        : new PipelineStatus.LastVerification(
                                verified.at(),
                                Duration.between(verified.at(), now),
                                verified.repaired() ? RunOutcome.RECONCILED : RunOutcome.VERIFIED,
                                null,
                                verified.differences()));
    }
}
