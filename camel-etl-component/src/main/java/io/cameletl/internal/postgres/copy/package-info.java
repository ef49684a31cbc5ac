/**
 * Records as the lines of a {@code COPY}. No connection is used here.
 */
@NullMarked
package io.cameletl.internal.postgres.copy;

import org.jspecify.annotations.NullMarked;
