/**
 * The target's side of a pass over a table: its sums of hashes, how its rows differ from the source's, and the deletion of
 * those that are surplus. Nothing is loaded here, and no transaction begun or ended.
 */
@NullMarked
package io.cameletl.internal.postgres.pass;

import org.jspecify.annotations.NullMarked;
