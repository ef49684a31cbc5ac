package io.cameletl.internal.engine.driver;

import java.time.Duration;

/**
 * What a page's load took.
 *
 * @param bytes copied into staging
 * @param stage until the records were in staging
 * @param merge until they were in the tables, and the cursor was moved
 * @param commit until the commit's answer came
 */
public record LoadTimes(long bytes, Duration stage, Duration merge, Duration commit) {
    /** Nothing was measured. */
    public static final LoadTimes NONE = new LoadTimes(0, Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
