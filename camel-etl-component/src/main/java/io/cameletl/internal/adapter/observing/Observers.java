package io.cameletl.internal.adapter.observing;

import io.cameletl.PipelineListener;
import io.cameletl.internal.engine.events.Moment;
import io.cameletl.internal.observe.log.LogListener;
import io.cameletl.internal.observe.vitals.VitalSigns;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedCamelContext;
import org.jspecify.annotations.Nullable;

/**
 * What observes the pipelines of one context, without being asked to: the log, the vitals, Camel's health checks where
 * camel-health is there, meters where Micrometer and a registry of its are, and traces where OpenTelemetry is. Thread-safe.
 */
public final class Observers {
    private final CamelContext context;
    private final VitalSigns vitals = new VitalSigns(Clock.systemUTC());
    private final Map<String, Integer> endpoints = new HashMap<>();
    private @Nullable List<PipelineObserver> others;

    private Observers(CamelContext context) {
        this.context = context;
    }

    /** @return those of the context, made at the first call */
    public static Observers of(CamelContext context) {
        ExtendedCamelContext extension = context.getCamelContextExtension();
        synchronized (extension) {
            Observers known = extension.getContextPlugin(Observers.class);
            if (known == null) {
                known = new Observers(context);
                extension.addContextPlugin(Observers.class, known);
            }
            return known;
        }
    }

    /** @return the listeners that each pipeline has */
    public List<PipelineListener> listeners() {
        List<PipelineListener> listeners = new ArrayList<>();
        listeners.add(new LogListener());
        listeners.add(vitals);
        others().forEach(observer -> observer.listener().ifPresent(listeners::add));
        return listeners;
    }

    /** @return how each pipeline is, as far as this process knows */
    public VitalSigns vitals() {
        return vitals;
    }

    /**
     * An endpoint that loads a pipeline has started.
     *
     * @param failureThreshold that many failed runs in a row are too many
     * @param look tells how it is at the moment
     */
    public synchronized void add(String pipeline, int failureThreshold, Supplier<Moment> look) {
        vitals.look(pipeline, look);
        if (endpoints.merge(pipeline, 1, Integer::sum) == 1) {
            others().forEach(observer -> observer.add(pipeline, failureThreshold));
        }
    }

    /**
     * It has stopped. With the last one, nothing is left of the pipeline.
     *
     * @param look as it was added
     */
    public synchronized void remove(String pipeline, Supplier<Moment> look) {
        vitals.lookNoMore(pipeline, look);
        if (endpoints.computeIfPresent(pipeline, (name, count) -> count == 1 ? null : count - 1) == null) {
            others().forEach(observer -> observer.remove(pipeline));
            vitals.forget(pipeline);
        }
    }

    private synchronized List<PipelineObserver> others() {
        List<PipelineObserver> known = others;
        if (known == null) {
            known = new ArrayList<>();
            if (isThere("org.apache.camel.impl.health.AbstractHealthCheck")) {
                HealthChecks.of(context, vitals).ifPresent(known::add);
            }
            if (isThere("io.micrometer.core.instrument.MeterRegistry")) {
                Meters.of(context, vitals).ifPresent(known::add);
            }
            if (isThere("io.opentelemetry.api.OpenTelemetry")) {
                known.add(Traces.of(context));
            }
            others = known;
        }
        return known;
    }

    private boolean isThere(String type) {
        return context.getClassResolver().resolveClass(type) != null;
    }
}
