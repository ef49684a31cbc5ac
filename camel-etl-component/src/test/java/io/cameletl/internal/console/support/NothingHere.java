package io.cameletl.internal.console.support;

import io.cameletl.internal.adapter.control.Steering;
import io.cameletl.internal.console.desk.Here;
import io.cameletl.internal.console.desk.Live;
import io.cameletl.internal.console.state.StateReader;
import io.cameletl.internal.console.view.PipelineView.EffectiveOption;
import io.cameletl.internal.jdbc.ShownStatement;
import java.util.List;
import java.util.Optional;

/** A process that knows of state databases at most, for tests that say what it knows besides. */
public class NothingHere implements Here {
    private final List<StateReader> states;

    public NothingHere(StateReader... states) {
        this.states = List.of(states);
    }

    @Override
    public List<StateReader> states() {
        return states;
    }

    @Override
    public Live live(StateReader state, String pipeline) {
        return Live.ELSEWHERE;
    }

    @Override
    public Optional<Steering> steering(StateReader state, String pipeline) {
        return Optional.empty();
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
