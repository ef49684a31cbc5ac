/**
 * Everything below this package may change without notice, in every release. What users write or receive is in
 * {@link io.cameletl}, {@link io.cameletl.camel} and {@link io.cameletl.dsl}, and mentions no type from below here.
 */
@NullMarked
package io.cameletl.internal;

import org.jspecify.annotations.NullMarked;
