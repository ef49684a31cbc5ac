/**
 * Staging tables: made, filled by {@code COPY}, emptied and dropped. What becomes of their records is the merge's business.
 */
@NullMarked
package io.cameletl.internal.postgres.staging;

import org.jspecify.annotations.NullMarked;
