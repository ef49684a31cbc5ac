/**
 * The {@code etl:} component and its endpoint, as Camel finds them. What they do is below
 * {@link io.cameletl.internal}.
 */
@NullMarked
package io.cameletl.camel.component;

import org.jspecify.annotations.NullMarked;
