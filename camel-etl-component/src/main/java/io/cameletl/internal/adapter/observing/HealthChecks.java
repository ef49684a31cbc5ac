package io.cameletl.internal.adapter.observing;

import io.cameletl.PipelineListener;
import io.cameletl.internal.observe.vitals.VitalSigns;
import java.time.Clock;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;

/** Registers a health check for each pipeline. Loaded only where camel-health is there. */
record HealthChecks(HealthCheckRegistry registry, VitalSigns vitals) implements PipelineObserver {
    static Optional<PipelineObserver> of(CamelContext context, VitalSigns vitals) {
        return Optional.ofNullable(HealthCheckRegistry.get(context))
                .map(registry -> new HealthChecks(registry, vitals));
    }

    @Override
    public void add(String pipeline, int failureThreshold) {
        registry.register(new PipelineHealth(pipeline, vitals, Clock.systemUTC(), failureThreshold));
    }

    @Override
    public void remove(String pipeline) {
        registry.getCheck(PipelineHealth.id(pipeline))
                .filter(HealthCheck.class::isInstance)
                .ifPresent(registry::unregister);
    }

    @Override
    public Optional<PipelineListener> listener() {
        return Optional.empty();
    }
}
