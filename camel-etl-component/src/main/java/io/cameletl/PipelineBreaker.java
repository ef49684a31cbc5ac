package io.cameletl;

/** Stands before a pipeline's runs and refuses them while they do nothing but fail. */
public interface PipelineBreaker {
    /**
     * Called when the endpoint that runs the pipeline starts, each time it does: the place to restore the state that is
     * kept with the pipeline.
     *
     * @param pipeline keeps the state, and tells its listeners of transitions and refusals
     */
    void guard(GuardedPipeline pipeline);
}
