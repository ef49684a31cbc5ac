/**
 * What one trigger does: runs, replays, reloads and single loads. The steps that they take are in {@link
 * io.cameletl.internal.engine.step}, how a page comes is in {@link io.cameletl.internal.engine.page}, how it is loaded is
 * the driver's.
 */
@NullMarked
package io.cameletl.internal.engine.run;

import org.jspecify.annotations.NullMarked;
