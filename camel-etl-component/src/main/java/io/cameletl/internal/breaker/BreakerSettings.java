package io.cameletl.internal.breaker;

import java.time.Duration;

/**
 * When a pipeline's circuit breaker opens, and for how long.
 *
 * @param failureThreshold failed runs in a row that open it; at least 1
 * @param cooldown how long it stays open before it lets a run through to see; at least a millisecond
 */
public record BreakerSettings(int failureThreshold, Duration cooldown) {
    public static final BreakerSettings DEFAULT = new BreakerSettings(3, Duration.ofMinutes(5));

    /** @throws IllegalArgumentException naming what is out of its range */
    public BreakerSettings {
        if (failureThreshold < 1) {
            throw new IllegalArgumentException(
                    "failureThreshold must be at least 1, not " + failureThreshold
                            + ": it is the number of failed runs in a row that open the circuit breaker. Leave it out for none");
        }
        if (cooldown.toMillis() < 1) {
            throw new IllegalArgumentException("cooldown must be at least a millisecond, not " + cooldown);
        }
    }
}
