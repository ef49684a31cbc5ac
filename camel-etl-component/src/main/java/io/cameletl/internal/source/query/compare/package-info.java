/**
 * The source's side of a pass over a table: which rows of a query it is of, their sums of hashes, and rows that are
 * looked up by keys. Nothing is known of the target here.
 */
@NullMarked
package io.cameletl.internal.source.query.compare;

import org.jspecify.annotations.NullMarked;
