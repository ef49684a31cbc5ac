package io.cameletl.internal.adapter.observing;

import io.cameletl.PipelineListener;
import java.util.Optional;

/** Something that observes pipelines, of which a class path may not have the classes. */
interface PipelineObserver {
    /** A pipeline has its first endpoint. */
    void add(String pipeline, int failureThreshold);

    /** A pipeline has none any more. */
    void remove(String pipeline);

    /** @return what is to hear of the pipelines; empty where the vitals do */
    Optional<PipelineListener> listener();
}
