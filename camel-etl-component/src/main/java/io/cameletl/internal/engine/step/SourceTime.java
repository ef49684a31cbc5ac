package io.cameletl.internal.engine.step;

import java.time.Duration;
import java.time.Instant;

/**
 * The source's time, read once and counted on by this machine's steady clock: as late as it can be by now, never earlier
 * than the source's own.
 *
 * @param read what the source answered
 * @param askedNanos when it was asked, as {@link System#nanoTime()}
 */
public record SourceTime(Instant read, long askedNanos) {
    Instant now() {
        return read.plus(Duration.ofNanos(System.nanoTime() - askedNanos));
    }
}
