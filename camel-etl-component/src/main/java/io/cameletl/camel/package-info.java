/** The {@code etl:} component: it only translates between Camel and the engine. */
@NullMarked
package io.cameletl.camel;

import org.jspecify.annotations.NullMarked;
