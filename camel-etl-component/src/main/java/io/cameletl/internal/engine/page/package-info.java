/**
 * How pages come: asked of the source, checked, transformed, read ahead, tried again. What is made of them is in {@link
 * io.cameletl.internal.engine.step}.
 */
@NullMarked
package io.cameletl.internal.engine.page;

import org.jspecify.annotations.NullMarked;
