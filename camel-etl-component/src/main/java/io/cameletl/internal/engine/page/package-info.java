/**
 * One page on its way: read, transformed, read ahead, written, tried again. What a run makes of its pages is in
 * {@link io.cameletl.internal.engine.run}.
 */
@NullMarked
package io.cameletl.internal.engine.page;

import org.jspecify.annotations.NullMarked;
