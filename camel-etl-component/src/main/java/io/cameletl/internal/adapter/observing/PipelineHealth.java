package io.cameletl.internal.adapter.observing;

import io.cameletl.PipelineStatus.Running;
import io.cameletl.internal.engine.events.Moment;
import io.cameletl.internal.observe.vitals.Verified;
import io.cameletl.internal.observe.vitals.VitalSigns;
import io.cameletl.internal.observe.vitals.Vitals;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Whether a pipeline is as it should be, for readiness: a failing one is no reason to restart the process. */
final class PipelineHealth extends AbstractHealthCheck {
    private final String pipeline;
    private final VitalSigns vitals;
    private final InstantSource clock;
    private final int threshold;

    /** @param threshold that many failed runs in a row are too many */
    PipelineHealth(String pipeline, VitalSigns vitals, InstantSource clock, int threshold) {
        super("camel", id(pipeline));
        this.pipeline = pipeline;
        this.vitals = vitals;
        this.clock = clock;
        this.threshold = threshold;
    }

    /** @return the check's id */
    static String id(String pipeline) {
        return "etl:" + pipeline;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Vitals known = vitals.of(pipeline);
        details(builder, known);
        List<String> reasons = reasons(known);
        if (reasons.isEmpty()) {
            builder.up();
            builder.message(known.paused() ? "paused" : null);
        } else {
            builder.down();
            builder.message(String.join("; ", reasons));
        }
    }

    private List<String> reasons(Vitals known) {
        List<String> reasons = new ArrayList<>();
        if (known.failures() >= threshold) {
            reasons.add(known.failures() + " runs in a row failed");
        }
        if (known.isOpen()) {
            reasons.add(
                    "the circuit breaker is open" + (known.openUntil() == null ? "" : " until " + known.openUntil()));
        }
        Moment now = known.now();
        if (now.late()) {
            reasons.add("late: the target is further behind than lateAfter allows");
        }
        if (now.unverified()) {
            reasons.add("not verified: the last comparison of source and target is older than verifyEvery allows");
        }
        if (now.stalled()) {
            reasons.add("stalled: " + (now.running() == null ? "no progress" : standing(now.running()))
                    + (now.heldBy() == null ? "" : ": " + now.heldBy()));
        }
        if (now.missedTick() != null) {
            reasons.add("its schedule does not fire: a run should have started at " + now.missedTick());
        }
        return reasons;
    }

    private static String standing(Running running) {
        return "no progress since " + running.phaseSince() + ", phase " + running.phase() + ", page " + running.page();
    }

    private void details(HealthCheckResultBuilder builder, Vitals known) {
        builder.detail("pipeline", pipeline);
        builder.detail("failures", known.failures());
        builder.detail("paused", known.paused());
        builder.detail("skipped", known.ledgers().skipped());
        builder.detail("rejected", known.ledgers().rejected());
        builder.detail("postponed", known.ledgers().postponed());
        Duration lag = known.lag(clock.instant());
        if (lag != null) {
            builder.detail("lagSeconds", lag.toMillis() / 1e3);
        }
        Verified verified = known.verified();
        if (verified != null) {
            builder.detail(
                    "verificationAgeSeconds",
                    Duration.between(verified.at(), clock.instant()).toMillis() / 1e3);
            builder.detail("verificationDifferences", verified.differences());
        }
        if (known.lastError() != null) {
            builder.detail("lastError", known.lastError());
        }
        Running running = known.now().running();
        if (running != null) {
            builder.detail("runningSince", running.since().toString());
            builder.detail("phase", running.phase());
            builder.detail("page", running.page());
            builder.detail("rows", running.rows());
        }
    }
}
