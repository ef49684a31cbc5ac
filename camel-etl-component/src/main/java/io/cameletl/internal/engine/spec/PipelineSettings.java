package io.cameletl.internal.engine.spec;

import io.cameletl.OnExhausted;
import java.time.Duration;

/**
 * How a pipeline's runs go about their work.
 *
 * @param pageSize source rows of a page at most; at least 1
 * @param backlogPageSize source rows of a page at most while many pages wait, where nobody but the loader sees them; no more
 *     than {@code pageSize} for none
 * @param maxPagesPerRun pages after which a run ends though its window is not drained; 0 for no limit
 * @param prefetch pages extracted ahead of the one being loaded; 0 extracts and loads in turn
 * @param lanes how many pages are loaded at a time: with 2, the next one beside the page before
 * @param initialShards workers of this process that load the first window at once, in ranges; 1 loads it in one piece
 * @param consistencyDelay how far behind the source's now a window ends, so that transactions that commit late are seen
 * @param lookback how far each window reaches back over the one before it; zero for not at all
 * @param maxCursorAhead how far ahead of the source's clock a cursor may be; zero for any distance
 * @param leaseDuration how long a holder that died keeps the pipeline from others; a live one renews it thrice as often
 * @param lateAfter how far behind the source the target may be before listeners are told; zero for any
 * @param verifyEvery how old the last verification may be before listeners are told; zero for any age
 * @param retry how a page is tried again whose failure may pass
 * @param onFailure what becomes of a page that fails for good
 */
public record PipelineSettings(
        int pageSize,
        int backlogPageSize,
        int maxPagesPerRun,
        int prefetch,
        int lanes,
        int initialShards,
        Duration consistencyDelay,
        Duration lookback,
        Duration maxCursorAhead,
        Duration leaseDuration,
        Duration lateAfter,
        Duration verifyEvery,
        RetryPolicy retry,
        FailurePolicy onFailure) {
    /** Each takes a connection of both databases. */
    private static final int MAX_SHARDS = 64;

    /** @throws IllegalArgumentException naming the option that is out of its range */
    public PipelineSettings {
        atLeast("pageSize", pageSize, 1);
        atLeast("backlogPageSize", backlogPageSize, 0);
        atLeast("maxPagesPerRun", maxPagesPerRun, 0);
        atLeast("prefetch", prefetch, 0);
        if (lanes != 1 && lanes != 2) {
            throw new IllegalArgumentException("lanes must be 1 or 2, not " + lanes);
        }
        if (initialShards < 1 || initialShards > MAX_SHARDS) {
            throw new IllegalArgumentException(
                    "initialShards must be from 1 to " + MAX_SHARDS + ", not " + initialShards);
        }
        notNegative("consistencyDelay", consistencyDelay);
        notNegative("lookback", lookback);
        notNegative("maxCursorAhead", maxCursorAhead);
        notNegative("lateAfter", lateAfter);
        notNegative("verifyEvery", verifyEvery);
        if (leaseDuration.compareTo(Duration.ofMillis(100)) < 0) {
            throw new IllegalArgumentException("leaseDuration must be at least 100 ms, not " + leaseDuration);
        }
    }

    private static void notNegative(String option, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(option + " must not be negative, as " + value + " is");
        }
    }

    private static void atLeast(String option, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(option + " must be at least " + least + ", not " + value);
        }
    }

    /**
     * What becomes of a page that fails for good.
     *
     * @param onExhausted what becomes of a page whose failure will not pass, or has not passed after all tries
     * @param maxRejectsPerRun how many bad records a run may set aside before it fails; 0 fails at the first
     * @param maxPostponed how many records may wait for rows that they refer to; 0 for none
     */
    public record FailurePolicy(OnExhausted onExhausted, int maxRejectsPerRun, int maxPostponed) {
        /** The page is tried again by every run, and no record is set aside or postponed. */
        public static final FailurePolicy HOLD = new FailurePolicy(OnExhausted.HOLD, 0, 0);

        /** @throws IllegalArgumentException naming the option that is negative */
        public FailurePolicy {
            atLeast("maxRejectsPerRun", maxRejectsPerRun, 0);
            atLeast("maxPostponed", maxPostponed, 0);
        }
    }
}
