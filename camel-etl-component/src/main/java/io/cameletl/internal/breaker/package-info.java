/**
 * The state of circuit breakers, restored from the pipeline's row and kept there. The bean that users name is in
 * {@link io.cameletl.dsl}.
 */
@NullMarked
package io.cameletl.internal.breaker;

import org.jspecify.annotations.NullMarked;
