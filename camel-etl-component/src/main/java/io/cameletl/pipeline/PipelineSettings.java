package io.cameletl.pipeline;

import java.time.Duration;

/**
 * How a pipeline's runs go about their work.
 *
 * @param pageSize source rows of a page at most; at least 1
 * @param maxPagesPerRun pages after which a run ends though its window is not drained; 0 for no limit
 * @param prefetch pages extracted ahead of the one being loaded; 0 extracts and loads in turn
 * @param consistencyDelay how far behind the source's now a window ends, so that transactions that commit late are seen
 * @param leaseDuration how long a holder that died keeps the pipeline from others; a live one renews it thrice as often
 * @param retry how a page is tried again whose failure may pass
 * @param onFailure what becomes of a page that fails for good
 */
public record PipelineSettings(
        int pageSize,
        int maxPagesPerRun,
        int prefetch,
        Duration consistencyDelay,
        Duration leaseDuration,
        RetryPolicy retry,
        FailurePolicy onFailure) {
    /** @throws IllegalArgumentException naming the option that is out of its range */
    public PipelineSettings {
        atLeast("pageSize", pageSize, 1);
        atLeast("maxPagesPerRun", maxPagesPerRun, 0);
        atLeast("prefetch", prefetch, 0);
        if (consistencyDelay.isNegative()) {
            throw new IllegalArgumentException("consistencyDelay must not be negative, as " + consistencyDelay + " is");
        }
        if (leaseDuration.compareTo(Duration.ofMillis(100)) < 0) {
            throw new IllegalArgumentException("leaseDuration must be at least 100 ms, not " + leaseDuration);
        }
    }

    private static void atLeast(String option, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(option + " must be at least " + least + ", not " + value);
        }
    }
}
