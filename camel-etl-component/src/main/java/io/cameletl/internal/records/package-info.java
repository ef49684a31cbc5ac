/**
 * Records of any kind, Java records, beans, maps or lines of {@code COPY}, as columns and values, and which of them delete
 * their rows. How a value is written is in {@link io.cameletl.internal.values}.
 */
@NullMarked
package io.cameletl.internal.records;

import org.jspecify.annotations.NullMarked;
