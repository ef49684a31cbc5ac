package io.cameletl.pipeline;

/**
 * What a run has drained.
 *
 * @param window the window, closed
 * @param version the version that the run's last step left: a crash of the server may have taken back the last pages,
 *     and with them the right to close the window
 */
public record Drained(Window window, long version) {}
