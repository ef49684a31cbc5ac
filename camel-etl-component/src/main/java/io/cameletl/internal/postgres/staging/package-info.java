/**
 * Staging tables: made, filled by {@code COPY}, emptied and dropped, and records as the lines of that {@code COPY}. What
 * becomes of the staged records is decided in {@link io.cameletl.internal.postgres.merge}.
 */
@NullMarked
package io.cameletl.internal.postgres.staging;

import org.jspecify.annotations.NullMarked;
