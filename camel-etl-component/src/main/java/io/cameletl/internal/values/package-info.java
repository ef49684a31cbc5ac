/**
 * Single values between Java and PostgreSQL's text: both directions, with times, arrays and JSON. Whole records are in
 * {@link io.cameletl.internal.records}.
 */
@NullMarked
package io.cameletl.internal.values;

import org.jspecify.annotations.NullMarked;
