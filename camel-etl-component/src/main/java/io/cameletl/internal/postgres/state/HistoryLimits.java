package io.cameletl.internal.postgres.state;

import java.time.Duration;

/**
 * For how long a pipeline's history is kept.
 *
 * @param retention how old runs, and minutes of loads, get
 * @param maxRuns how many runs there are at most; some more until the next clearing
 */
public record HistoryLimits(Duration retention, int maxRuns) {
    /** As the options have it when they are not set. */
    public static final HistoryLimits USUAL = new HistoryLimits(Duration.ofDays(30), 10_000);

    /** @throws IllegalArgumentException naming the option that cannot be so */
    public HistoryLimits {
        if (retention.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException("historyRetention must be at least 1 minute, not " + retention);
        }
        if (maxRuns < 1) {
            throw new IllegalArgumentException("historyMaxRuns must be at least 1, not " + maxRuns);
        }
    }
}
