/**
 * Passes over a table in ranges of its key: what source and target say of each range, and which rows of it differ. Nothing
 * is loaded here, and no SQL is known; the two sides are {@code io.cameletl.internal.source.query}'s and
 * {@code io.cameletl.internal.postgres.pass}'s.
 */
@NullMarked
package io.cameletl.internal.engine.pass;

import org.jspecify.annotations.NullMarked;
