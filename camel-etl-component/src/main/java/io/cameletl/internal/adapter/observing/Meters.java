package io.cameletl.internal.adapter.observing;

import io.cameletl.PipelineListener;
import io.cameletl.internal.observe.metrics.MeterListener;
import io.cameletl.internal.observe.vitals.VitalSigns;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;

/** Registers the meters of each pipeline. Loaded only where Micrometer is there. */
record Meters(MeterListener meters) implements PipelineObserver {
    /** By this name Camel binds the registry that it makes. */
    private static final String CAMELS = "metricRegistry";

    static Optional<PipelineObserver> of(CamelContext context, VitalSigns vitals) {
        return registry(context).map(registry -> new Meters(new MeterListener(registry, vitals, Clock.systemUTC())));
    }

    private static Optional<MeterRegistry> registry(CamelContext context) {
        MeterRegistry named = context.getRegistry().lookupByNameAndType(CAMELS, MeterRegistry.class);
        if (named != null) {
            return Optional.of(named);
        }
        // Of several that Spring has, this is the one which feeds the others.
        MeterRegistry single = context.getRegistry().findSingleByType(MeterRegistry.class);
        if (single != null) {
            return Optional.of(single);
        }
        Set<MeterRegistry> found = context.getRegistry().findByType(MeterRegistry.class);
        return found.stream().findFirst();
    }

    @Override
    public void add(String pipeline, int failureThreshold) {
        meters.add(pipeline);
    }

    @Override
    public void remove(String pipeline) {
        meters.remove(pipeline);
    }

    @Override
    public Optional<PipelineListener> listener() {
        return Optional.of(meters);
    }
}
