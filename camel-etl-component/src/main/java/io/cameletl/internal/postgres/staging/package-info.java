/**
 * Staging tables: made, filled by {@code COPY}, emptied and dropped, and records as the lines of a {@code COPY}, there or
 * straight into their table. What becomes of the staged records is decided in {@link io.cameletl.internal.postgres.merge}.
 */
@NullMarked
package io.cameletl.internal.postgres.staging;

import org.jspecify.annotations.NullMarked;
