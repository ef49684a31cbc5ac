package io.cameletl;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline's circuit breaker, as it is kept over restarts.
 *
 * @param open whether runs are refused
 * @param until until when they are; null when the breaker is closed
 */
public record BreakerState(boolean open, @Nullable Instant until) {
    /** Runs are let through. */
    public static final BreakerState CLOSED = new BreakerState(false, null);

    /** @throws IllegalArgumentException when an open breaker has no end */
    public BreakerState {
        if (open && until == null) {
            throw new IllegalArgumentException("an open breaker is open until some time");
        }
    }
}
