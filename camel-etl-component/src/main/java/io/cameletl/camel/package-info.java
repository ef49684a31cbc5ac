/**
 * The options and headers of the {@code etl:} component, as users name them. No class here does what they ask for.
 */
@NullMarked
package io.cameletl.camel;

import org.jspecify.annotations.NullMarked;
