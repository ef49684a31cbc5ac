/**
 * Tables and columns that the target lacks: which types they get, how they are made, and what is told of a source that grows
 * away from its table. What records mean for a table that is there is decided in {@link io.cameletl.internal.postgres.plan}.
 */
@NullMarked
package io.cameletl.internal.postgres.schema;

import org.jspecify.annotations.NullMarked;
