/**
 * Passes over the table of a pipeline, under its lease: comparisons, repairs, and runs that compare all rows. How a range
 * is compared is in {@link io.cameletl.internal.engine.pass}.
 */
@NullMarked
package io.cameletl.internal.engine.reconcile;

import org.jspecify.annotations.NullMarked;
