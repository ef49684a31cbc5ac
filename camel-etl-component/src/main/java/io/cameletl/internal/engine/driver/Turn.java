package io.cameletl.internal.engine.driver;

import io.cameletl.PipelineStatus.Position;

/**
 * The turn of a page that is loaded outside a run and names no version: it waits until no other such page of the
 * pipeline is being loaded, in any process, and takes its step from where the position is then.
 */
public interface Turn {
    /** @return the pipeline's name */
    String pipeline();

    /**
     * Called once the turn has come, and again should the page be tried again.
     *
     * @param position the position, which stays so until the turn ends
     * @return the page's step
     */
    CursorMove from(Position position);
}
