package io.cameletl.internal.console.alone;

import io.cameletl.internal.adapter.control.Steering;
import io.cameletl.internal.adapter.control.StoreControl;
import io.cameletl.internal.console.desk.Here;
import io.cameletl.internal.console.desk.Live;
import io.cameletl.internal.console.state.StateReader;
import io.cameletl.internal.console.view.PipelineView.EffectiveOption;
import io.cameletl.internal.engine.driver.PipelineStore;
import io.cameletl.internal.jdbc.ShownStatement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A process that has no pipelines, only their tables. Thread-safe. */
final class TablesHere implements Here {
    private final StateReader reader;
    private final PipelineStore store;
    private final Map<String, Steering> steered = new ConcurrentHashMap<>();

    TablesHere(StateReader reader, PipelineStore store) {
        this.reader = reader;
        this.store = store;
    }

    @Override
    public List<StateReader> states() {
        return List.of(reader);
    }

    @Override
    public Live live(StateReader state, String pipeline) {
        return Live.ELSEWHERE;
    }

    @Override
    public Optional<Steering> steering(StateReader state, String pipeline) {
        return Optional.of(steered.computeIfAbsent(pipeline, name -> new StoreControl(name, store)));
    }

    @Override
    public List<EffectiveOption> options(String pipeline) {
        return List.of();
    }

    @Override
    public List<ShownStatement> statements(String pipeline) {
        return List.of();
    }
}
