package io.cameletl.internal.engine.support;

import io.cameletl.Source;
import io.cameletl.Transform;
import io.cameletl.internal.engine.spec.CursorCodec;
import io.cameletl.internal.engine.spec.PipelineSettings;
import io.cameletl.internal.engine.spec.PipelineSettings.FailurePolicy;
import io.cameletl.internal.engine.spec.PipelineSpec;
import io.cameletl.internal.engine.spec.RetryPolicy;
import java.time.Duration;

/** What a pipeline of numbers is made of. */
public final class NumbersPipeline {
    private NumbersPipeline() {}

    /** Pages of ten, without delays. */
    public static PipelineSettings settings(int maxPages, int prefetch, RetryPolicy retry, FailurePolicy failures) {
        return settings(10, 0, maxPages, prefetch, retry, failures);
    }

    /** Pages that may grow while many wait. */
    public static PipelineSettings growing(
            int pageSize, int backlogPageSize, RetryPolicy retry, FailurePolicy failures) {
        return settings(pageSize, backlogPageSize, 0, 0, retry, failures);
    }

    private static PipelineSettings settings(
            int pageSize, int backlogPageSize, int maxPages, int prefetch, RetryPolicy retry, FailurePolicy failures) {
        return new PipelineSettings(
                pageSize,
                backlogPageSize,
                maxPages,
                prefetch,
                2,
                1,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofSeconds(30),
                Duration.ZERO,
                Duration.ZERO,
                retry,
                failures);
    }

    /** @param transform null for none */
    public static PipelineSpec<Integer> of(Source<Integer> source, Transform<?> transform, PipelineSettings settings) {
        return new PipelineSpec<>(
                "numbers", source, transform, "numbers", new CursorCodec<>("numbers", Integer.class), null, settings);
    }
}
