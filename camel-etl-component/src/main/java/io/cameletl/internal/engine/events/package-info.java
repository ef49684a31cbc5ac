/**
 * What is told of a pipeline: to whom, how often, and what only time brings to light. What happens is decided in {@code
 * io.cameletl.internal.engine.run}.
 */
@NullMarked
package io.cameletl.internal.engine.events;

import org.jspecify.annotations.NullMarked;
