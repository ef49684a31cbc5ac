package io.cameletl.benchmark.measure;

/**
 * One load.
 *
 * @param seconds wall time
 * @param clientCpu processor time of this JVM in seconds
 * @param sourceCpu that of the source's sessions; NaN where it cannot be read
 * @param targetCpu that of the target's sessions; NaN where it cannot be read
 * @param heapMegabytes at most in use, garbage included
 */
public record Lap(double seconds, double clientCpu, double sourceCpu, double targetCpu, long heapMegabytes) {}
