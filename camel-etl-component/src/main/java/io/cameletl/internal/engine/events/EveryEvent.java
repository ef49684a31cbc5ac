package io.cameletl.internal.engine.events;

import io.cameletl.PipelineListener;

/** A listener that counts: it hears of each event, also of those that are left out for others as they repeat. */
public interface EveryEvent extends PipelineListener {}
