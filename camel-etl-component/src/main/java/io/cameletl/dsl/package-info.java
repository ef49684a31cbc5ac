/**
 * Declares pipelines: {@link io.cameletl.dsl.EtlRouteBuilder} in Java, the route template {@code etl-pipeline} in YAML,
 * and the circuit breaker's bean. Both make the same route, which can as well be written by hand. What a route is made of
 * lies in {@link io.cameletl.internal.route}.
 */
@NullMarked
package io.cameletl.dsl;

import org.jspecify.annotations.NullMarked;
