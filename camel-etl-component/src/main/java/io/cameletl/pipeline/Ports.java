package io.cameletl.pipeline;

import java.time.Clock;

/** What a run needs of its surroundings. */
record Ports(
        PipelineStore store,
        PageWriter.Factory writers,
        Listeners listeners,
        Lateness lateness,
        Clock clock,
        Pause pause) {}
