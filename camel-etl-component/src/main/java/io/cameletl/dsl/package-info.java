/**
 * Declares pipelines: {@link io.cameletl.dsl.EtlRouteBuilder} in Java, with a builder's method for each option; the
 * route template {@code etl-pipeline} in YAML, which takes every option by itself; and the circuit breaker's bean. All
 * make the same route, which can as well be written by hand. The URIs and names in it are made in
 * {@link io.cameletl.internal.route}.
 */
@NullMarked
package io.cameletl.dsl;

import org.jspecify.annotations.NullMarked;
