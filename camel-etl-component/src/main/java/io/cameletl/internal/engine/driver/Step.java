package io.cameletl.internal.engine.driver;

import java.time.Duration;

/**
 * What a run does at a moment.
 *
 * @param phase as {@code EXTRACT} or {@code LOAD}
 * @param lasted for how long it has been at it
 * @param page the number of the page in hand, from 1
 * @param rows source rows that are committed so far
 */
public record Step(String phase, Duration lasted, int page, long rows) {}
