/**
 * How pages come: asked of the source, checked, transformed, read ahead, tried again. What a run, a replay or a single
 * load makes of them is in {@link io.cameletl.internal.engine.run}.
 */
@NullMarked
package io.cameletl.internal.engine.page;

import org.jspecify.annotations.NullMarked;
