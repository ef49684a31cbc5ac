package io.cameletl.internal.engine.run;

import io.cameletl.internal.engine.driver.PageWriter;
import io.cameletl.internal.engine.driver.PipelineStore;
import io.cameletl.internal.engine.page.Pause;
import java.time.Clock;

/** What a run needs of its surroundings. */
public record RunContext(
        PipelineStore store,
        PageWriter.Factory writers,
        PipelineEvents listeners,
        Lateness lateness,
        Clock clock,
        Pause pause) {}
