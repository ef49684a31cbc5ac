package io.cameletl.internal.engine.spec;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often, and after which waits, a page is tried again whose failure may pass. The names are those of Camel's
 * redelivery policy.
 *
 * @param maximumRedeliveries tries after the first; 0 for none
 * @param redeliveryDelay the wait before the first of them
 * @param backOffMultiplier each further wait is this many times as long; at least 1
 * @param maximumRedeliveryDelay no wait is longer
 */
public record RetryPolicy(
        int maximumRedeliveries, Duration redeliveryDelay, double backOffMultiplier, Duration maximumRedeliveryDelay) {
    /** Every failure is the last. */
    public static final RetryPolicy NONE = new RetryPolicy(0, Duration.ZERO, 1, Duration.ZERO);

    private static final double JITTER = 0.15;

    /** @throws IllegalArgumentException naming the option that is out of its range */
    public RetryPolicy {
        if (maximumRedeliveries < 0) {
            throw new IllegalArgumentException("maximumRedeliveries must be at least 0, not " + maximumRedeliveries);
        }
        if (redeliveryDelay.isNegative()) {
            throw new IllegalArgumentException("redeliveryDelay must not be negative, as " + redeliveryDelay + " is");
        }
        if (!(backOffMultiplier >= 1)) {
            throw new IllegalArgumentException("backOffMultiplier must be at least 1, not " + backOffMultiplier);
        }
        if (maximumRedeliveryDelay.compareTo(redeliveryDelay) < 0) {
            throw new IllegalArgumentException("maximumRedeliveryDelay (" + maximumRedeliveryDelay
                    + ") must not be less than redeliveryDelay (" + redeliveryDelay + ")");
        }
    }

    /**
     * @param failures how often it has failed, at least 1
     * @param random spreads the tries of several pipelines: a wait is up to 15 % shorter or longer
     * @return how long to wait before the next try
     */
    public Duration delay(int failures, RandomGenerator random) {
        double millis = redeliveryDelay.toMillis() * Math.pow(backOffMultiplier, failures - 1);
        double spread = millis * (1 + JITTER * (2 * random.nextDouble() - 1));
        return Duration.ofMillis((long) Math.min(spread, (double) maximumRedeliveryDelay.toMillis()));
    }
}
