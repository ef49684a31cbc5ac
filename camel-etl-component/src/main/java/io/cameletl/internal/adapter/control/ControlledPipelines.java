package io.cameletl.internal.adapter.control;

import io.cameletl.camel.EtlOperation;
import io.cameletl.internal.adapter.endpoint.EndpointService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The pipelines of a context that have a started endpoint. Thread-safe. */
public final class ControlledPipelines {
    private final Map<String, Controlled> started = new LinkedHashMap<>();

    private record Controlled(PipelineControl control, List<EndpointService> endpoints) {}

    /** @return whether it is the pipeline's first */
    public synchronized boolean add(String pipeline, EndpointService endpoint) {
        List<EndpointService> endpoints = started.computeIfAbsent(
                        pipeline,
                        name -> new Controlled(new PipelineControl(name, new EndpointsOf(name)), new ArrayList<>()))
                .endpoints;
        endpoints.add(endpoint);
        return endpoints.size() == 1;
    }

    /**
     * Does nothing for an endpoint that has not started, or not to its end.
     *
     * @return whether it was the pipeline's last
     */
    public synchronized boolean remove(String pipeline, EndpointService endpoint) {
        Controlled known = started.get(pipeline);
        if (known == null || !known.endpoints.remove(endpoint) || !known.endpoints.isEmpty()) {
            return false;
        }
        started.remove(pipeline);
        return true;
    }

    /** @return what people may do with the pipeline; empty when it is not here */
    public synchronized Optional<PipelineControl> control(String pipeline) {
        return Optional.ofNullable(started.get(pipeline)).map(Controlled::control);
    }

    /** @return what people may do with each pipeline, by name */
    public synchronized Map<String, PipelineControl> controls() {
        Map<String, PipelineControl> controls = new TreeMap<>();
        started.forEach((pipeline, known) -> controls.put(pipeline, known.control));
        return controls;
    }

    /** @return of each pipeline the endpoint that has most of the options: one that pauses need not know the source */
    public synchronized Map<String, EndpointService> endpoints() {
        Map<String, EndpointService> best = new LinkedHashMap<>();
        started.forEach((pipeline, known) -> best.put(pipeline, best(known.endpoints)));
        return best;
    }

    /** @return the pipeline's endpoint that has most of the options; empty when it is not here */
    public synchronized Optional<EndpointService> endpoint(String pipeline) {
        return Optional.ofNullable(started.get(pipeline)).map(known -> best(known.endpoints));
    }

    private static EndpointService best(List<EndpointService> endpoints) {
        return endpoints.stream()
                .filter(endpoint -> endpoint.operation() == EtlOperation.RUN)
                .findFirst()
                .or(() -> endpoints.stream()
                        .filter(endpoint -> endpoint.operation().isLoading())
                        .findFirst())
                .orElseGet(() -> endpoints.get(0));
    }

    private final class EndpointsOf implements PipelineControl.Endpoints {
        private final String pipeline;

        EndpointsOf(String pipeline) {
            this.pipeline = pipeline;
        }

        @Override
        public EndpointService best() {
            List<EndpointService> endpoints = all();
            if (endpoints.isEmpty()) {
                throw new IllegalStateException("pipeline \"" + pipeline + "\" has been stopped");
            }
            return ControlledPipelines.best(endpoints);
        }

        @Override
        public List<EndpointService> all() {
            synchronized (ControlledPipelines.this) {
                Controlled known = started.get(pipeline);
                return known == null ? List.of() : List.copyOf(known.endpoints);
            }
        }
    }
}
