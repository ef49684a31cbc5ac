/**
 * Declares pipelines: {@link io.cameletl.dsl.EtlRouteBuilder} in Java, the route template {@code etl-pipeline} in YAML.
 * Both make the same route, which can as well be written by hand.
 */
@NullMarked
package io.cameletl.dsl;

import org.jspecify.annotations.NullMarked;
