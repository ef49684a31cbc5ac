package io.cameletl.internal.engine.driver;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the store knows of a pipeline's full passes besides its increments, by its own clock.
 *
 * @param now its clock
 * @param ended when the last ended, or since when they are counted; null when neither is known
 */
public record LastFullPass(Instant now, @Nullable Instant ended) {}
