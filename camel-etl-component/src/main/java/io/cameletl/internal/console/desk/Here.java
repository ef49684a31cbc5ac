package io.cameletl.internal.console.desk;

import io.cameletl.internal.adapter.control.Steering;
import io.cameletl.internal.console.state.StateReader;
import io.cameletl.internal.console.view.PipelineView.EffectiveOption;
import io.cameletl.internal.jdbc.ShownStatement;
import java.util.List;
import java.util.Optional;

/** What the process of the console knows of pipelines by itself. Asks no database. Thread-safe. */
public interface Here {
    /** @return the readers of all state databases that the console shows */
    List<StateReader> states();

    /**
     * @return what is known of a pipeline of that state database; {@link Live#ELSEWHERE} when this process has not got it,
     *     though it may have one of the same name whose state is in another
     */
    Live live(StateReader state, String pipeline);

    /** @return how to steer a pipeline of that state database; empty when it cannot be done */
    Optional<Steering> steering(StateReader state, String pipeline);

    /** @return empty when the pipeline is not here */
    List<EffectiveOption> options(String pipeline);

    /** @return what its pages ran; empty when the pipeline is not here, or has run none */
    List<ShownStatement> statements(String pipeline);
}
