/**
 * The engine's front: a pipeline, and what can be asked of it. How a run goes is in the rooms below; none of them knows
 * Camel or SQL.
 */
@NullMarked
package io.cameletl.internal.engine;

import org.jspecify.annotations.NullMarked;
