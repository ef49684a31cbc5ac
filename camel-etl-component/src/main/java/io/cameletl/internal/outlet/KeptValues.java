package io.cameletl.internal.outlet;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The pipelines of this JVM whose values no text may hold, by name, for whatever tells of a pipeline knows its name. One
 * endpoint that keeps them keeps them for all of the pipeline's endpoints. Thread-safe.
 */
public final class KeptValues {
    private static final ConcurrentMap<String, Integer> ENDPOINTS = new ConcurrentHashMap<>();

    private KeptValues() {}

    /** An endpoint starts that keeps them. */
    public static void keep(String pipeline) {
        ENDPOINTS.merge(pipeline, 1, Integer::sum);
    }

    /** An endpoint ends that has kept them. */
    public static void release(String pipeline) {
        ENDPOINTS.computeIfPresent(pipeline, (name, count) -> count == 1 ? null : count - 1);
    }

    static boolean by(@Nullable String pipeline) {
        return pipeline != null && ENDPOINTS.containsKey(pipeline);
    }
}
