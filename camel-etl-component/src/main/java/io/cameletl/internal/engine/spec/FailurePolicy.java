package io.cameletl.internal.engine.spec;

import io.cameletl.OnExhausted;

/**
 * What becomes of a page that fails for good.
 *
 * @param onExhausted what becomes of a page whose failure will not pass, or has not passed after all tries
 * @param maxRejectsPerRun how many bad records a run may set aside before it fails; 0 fails at the first
 */
public record FailurePolicy(OnExhausted onExhausted, int maxRejectsPerRun) {
    /** The page is tried again by every run, and no record is set aside. */
    public static final FailurePolicy HOLD = new FailurePolicy(OnExhausted.HOLD, 0);

    /** @throws IllegalArgumentException when {@code maxRejectsPerRun} is negative */
    public FailurePolicy {
        if (maxRejectsPerRun < 0) {
            throw new IllegalArgumentException("maxRejectsPerRun must be at least 0, not " + maxRejectsPerRun);
        }
    }
}
