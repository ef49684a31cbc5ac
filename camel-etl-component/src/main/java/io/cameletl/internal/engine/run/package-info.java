/**
 * What one trigger does: runs, replays and single loads under the lease, the steps of the position, and what is counted
 * of them. How a page comes is in {@link io.cameletl.internal.engine.page}, how it is loaded is the driver's.
 */
@NullMarked
package io.cameletl.internal.engine.run;

import org.jspecify.annotations.NullMarked;
