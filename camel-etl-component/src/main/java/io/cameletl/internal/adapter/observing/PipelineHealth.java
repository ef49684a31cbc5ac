package io.cameletl.internal.adapter.observing;

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
        List<String> reasons = new ArrayList<>();
        if (known.failures() >= threshold) {
            reasons.add(known.failures() + " runs in a row failed");
        }
        if (known.openUntil() != null) {
            reasons.add("the circuit breaker is open until " + known.openUntil());
        }
        if (known.late() != null) {
            reasons.add("late since " + known.late());
        }
        builder.detail("pipeline", pipeline);
        builder.detail("failures", known.failures());
        builder.detail("paused", known.paused());
        builder.detail("postponed", known.waiting());
        Duration lag = known.lag(clock.instant());
        if (lag != null) {
            builder.detail("lagSeconds", lag.toMillis() / 1e3);
        }
        if (known.lastError() != null) {
            builder.detail("lastError", known.lastError());
        }
        if (reasons.isEmpty()) {
            builder.up();
            builder.message(known.paused() ? "paused" : null);
        } else {
            builder.down();
            builder.message("pipeline \"" + pipeline + "\": " + String.join("; ", reasons));
        }
    }
}
