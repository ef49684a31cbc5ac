/**
 * What all work on a pipeline shares: the lease, the steps of the position, each with its page, and what is counted of
 * them. Which steps are taken is decided in the rooms above.
 */
@NullMarked
package io.cameletl.internal.engine.step;

import org.jspecify.annotations.NullMarked;
