package io.cameletl.internal.engine.page;

import java.time.Duration;

/**
 * What a page took before its load.
 *
 * @param startedNanos when the source was asked, as {@link System#nanoTime()}
 * @param extract until it had answered
 * @param transform until the rows were records
 */
public record ReadTimes(long startedNanos, Duration extract, Duration transform) {
    /** @return of a page that was not read, whose load begins now */
    public static ReadTimes none() {
        return new ReadTimes(System.nanoTime(), Duration.ZERO, Duration.ZERO);
    }

    static ReadTimes of(long startedNanos, long extractedNanos) {
        return new ReadTimes(
                startedNanos,
                Duration.ofNanos(extractedNanos - startedNanos),
                Duration.ofNanos(System.nanoTime() - extractedNanos));
    }
}
