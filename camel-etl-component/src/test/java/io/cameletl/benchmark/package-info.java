/**
 * Measures what the component costs, on real servers and against yardsticks: {@link io.cameletl.benchmark.Benchmark},
 * and {@link io.cameletl.benchmark.Soak} for many rows in little memory. The Maven profiles {@code benchmark} and
 * {@code soak} run them; neither is part of {@code verify}.
 */
@NullMarked
package io.cameletl.benchmark;

import org.jspecify.annotations.NullMarked;
