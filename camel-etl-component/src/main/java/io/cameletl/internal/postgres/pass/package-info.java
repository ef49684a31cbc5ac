/**
 * The target's side of a pass over a table: its sums of hashes, and how its rows differ from the source's. Nothing is
 * written here.
 */
@NullMarked
package io.cameletl.internal.postgres.pass;

import org.jspecify.annotations.NullMarked;
