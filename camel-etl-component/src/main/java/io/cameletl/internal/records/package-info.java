/**
 * Records of any kind, Java records, beans or maps, as columns and values. How a value is written is in
 * {@link io.cameletl.internal.values}.
 */
@NullMarked
package io.cameletl.internal.records;

import org.jspecify.annotations.NullMarked;
