package io.cameletl.internal.adapter.control;

import io.cameletl.PipelineStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline's status as last known.
 *
 * @param status what the state database said; what this process has heard, where that has never answered
 * @param at when it said so
 * @param failure why it does not say so now; null when it does
 */
public record LastStatus(PipelineStatus status, Instant at, @Nullable String failure) {}
