/**
 * The options, headers and operations of the {@code etl:} component, as users name them; the options are the fields of
 * {@code EtlConfiguration}. No class here does what they ask for.
 */
@NullMarked
package io.cameletl.camel;

import org.jspecify.annotations.NullMarked;
