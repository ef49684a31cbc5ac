package io.cameletl.internal.adapter.console;

import io.cameletl.internal.adapter.control.ControlledPipelines;
import io.cameletl.internal.adapter.control.Steering;
import io.cameletl.internal.adapter.control.StoreControl;
import io.cameletl.internal.adapter.endpoint.EndpointService;
import io.cameletl.internal.adapter.wiring.StatePlace;
import io.cameletl.internal.console.desk.Here;
import io.cameletl.internal.console.desk.Live;
import io.cameletl.internal.console.state.StateReader;
import io.cameletl.internal.console.view.PipelineView.EffectiveOption;
import io.cameletl.internal.jdbc.ShownStatement;
import io.cameletl.internal.postgres.state.JdbcPipelineStore;
import io.cameletl.internal.postgres.state.StateReading;
import io.cameletl.internal.schedule.ScheduleListeners;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** What a Camel context knows of its pipelines, and the state databases that they have. Thread-safe. */
final class ContextHere implements Here, AutoCloseable {
    private static final int STEERED = 10_000;

    private final CamelContext context;
    private final ControlledPipelines pipelines;
    private final boolean showRecords;
    private final Map<StatePlace, StateReader> states = new LinkedHashMap<>();
    private final Map<Elsewhere, Steering> elsewhere = new ConcurrentHashMap<>();

    private record Elsewhere(StatePlace place, String pipeline) {}

    ContextHere(CamelContext context, ControlledPipelines pipelines, boolean showRecords) {
        this.context = context;
        this.pipelines = pipelines;
        this.showRecords = showRecords;
    }

    @Override
    public List<StateReader> states() {
        Map<String, EndpointService> endpoints = pipelines.endpoints();
        synchronized (states) {
            for (EndpointService endpoint : endpoints.values()) {
                states.computeIfAbsent(
                        endpoint.state(),
                        place -> new StateReader(
                                new StateReading(place.dataSource(), place.schema()),
                                showRecords,
                                InstantSource.system()));
            }
            return List.copyOf(states.values());
        }
    }

    @Override
    public Live live(StateReader state, String pipeline) {
        if (!isHere(state, pipeline)) {
            return Live.ELSEWHERE;
        }
        return Lives.of(
                context,
                pipeline,
                pipelines
                        .endpoint(pipeline)
                        .filter(endpoint -> endpoint.pipeline().isComparable())
                        .isPresent(),
                ScheduleListeners.of(context).next(pipeline).orElse(null));
    }

    @Override
    public Optional<Steering> steering(StateReader state, String pipeline) {
        if (isHere(state, pipeline)) {
            return pipelines.control(pipeline).map(control -> control);
        }
        StatePlace place = place(state);
        if (place == null || elsewhere.size() >= STEERED) {
            return Optional.empty();
        }
        return Optional.of(elsewhere.computeIfAbsent(
                new Elsewhere(place, pipeline),
                key -> new StoreControl(pipeline, new JdbcPipelineStore(place.dataSource(), place.schema(), false))));
    }

    /** Another state database may have one of the same name. */
    private boolean isHere(StateReader state, String pipeline) {
        return pipelines
                .endpoint(pipeline)
                .filter(endpoint -> endpoint.state().equals(place(state)))
                .isPresent();
    }

    private @Nullable StatePlace place(StateReader state) {
        synchronized (states) {
            return states.entrySet().stream()
                    .filter(each -> each.getValue() == state)
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(null);
        }
    }

    @Override
    public List<EffectiveOption> options(String pipeline) {
        return pipelines
                .endpoint(pipeline)
                .map(endpoint -> EffectiveOptions.of(pipeline, endpoint.options(), context))
                .orElse(List.of());
    }

    @Override
    public List<ShownStatement> statements(String pipeline) {
        return pipelines.endpoint(pipeline).map(EndpointService::statements).orElse(List.of());
    }

    @Override
    public void close() {
        synchronized (states) {
            states.values().forEach(StateReader::close);
            states.clear();
        }
    }
}
