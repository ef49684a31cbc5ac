package io.cameletl.internal.adapter.wiring;

import io.cameletl.PipelineListener;

/**
 * A listener in the registry that only the pipeline hears from which names it as its notifier. A {@link
 * PipelineListener} that is in the registry itself hears from all of them.
 */
public record OwnListener(PipelineListener listener) {}
