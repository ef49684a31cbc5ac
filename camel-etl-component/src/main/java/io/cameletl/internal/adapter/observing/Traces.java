package io.cameletl.internal.adapter.observing;

import io.cameletl.PipelineListener;
import io.cameletl.internal.observe.trace.SpanTracing;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** Follows runs by spans, made by a tracer in the registry, or by Camel's. Loaded only where OpenTelemetry is there. */
record Traces(SpanTracing tracing) implements PipelineObserver {
    static PipelineObserver of(CamelContext context) {
        return new Traces(new SpanTracing(new Found(context)::tracer));
    }

    /** What the registry has when the first run begins. */
    private static final class Found {
        private final CamelContext context;
        private volatile boolean looked;
        private volatile Optional<Tracer> tracer = Optional.empty();

        Found(CamelContext context) {
            this.context = context;
        }

        Optional<Tracer> tracer() {
            if (!looked) {
                tracer = look();
                looked = true;
            }
            return tracer;
        }

        private Optional<Tracer> look() {
            Registry registry = context.getRegistry();
            return registry.findByType(Tracer.class).stream()
                    .findFirst()
                    .or(() -> registry.findByType(OpenTelemetry.class).stream()
                            .findFirst()
                            .map(telemetry -> telemetry.getTracer(SpanTracing.scope())));
        }
    }

    @Override
    public void add(String pipeline, int failureThreshold) {}

    @Override
    public void remove(String pipeline) {}

    @Override
    public Optional<PipelineListener> listener() {
        return Optional.of(tracing);
    }
}
