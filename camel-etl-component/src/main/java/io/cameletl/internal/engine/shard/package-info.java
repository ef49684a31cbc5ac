/**
 * The first load of a pipeline, in ranges that several workers load at once. The steps by which each of them loads its
 * pages are in {@link io.cameletl.internal.engine.step}.
 */
@NullMarked
package io.cameletl.internal.engine.shard;

import org.jspecify.annotations.NullMarked;
