package io.cameletl.internal.observe.trace;

import io.cameletl.internal.engine.events.Tracing;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a span for each run, replay and load, as a child of the one that is current when it begins: a route's. Without a
 * tracer of the application's own, nothing is made where no span is current: to ask for the global tracer would set it.
 * Thread-safe.
 */
public final class SpanTracing implements Tracing {
    private static final String SCOPE = "io.cameletl";

    private final Supplier<Optional<Tracer>> own;
    private volatile @Nullable Tracer global;

    /** @param own the application's tracer, where it names one */
    public SpanTracing(Supplier<Optional<Tracer>> own) {
        this.own = own;
    }

    /** @return how spans of this component are told from others */
    public static String scope() {
        return SCOPE;
    }

    @Override
    public Trace begin(String pipeline) {
        boolean isTraced = Span.current().getSpanContext().isValid();
        Tracer tracer = own.get().orElseGet(() -> isTraced ? global() : null);
        return tracer == null ? Trace.NONE : new RunTrace(tracer, pipeline);
    }

    private Tracer global() {
        Tracer known = global;
        if (known == null) {
            known = GlobalOpenTelemetry.get().getTracer(SCOPE);
            global = known;
        }
        return known;
    }
}
