package io.cameletl.internal.engine.driver;

import io.cameletl.Window;

/**
 * What a run has drained.
 *
 * @param window the window, closed
 * @param version the version that the run's last step left: a crash of the server may have taken back the last pages,
 *     and with them the right to close the window
 */
public record DrainedWindow(Window window, long version) {}
