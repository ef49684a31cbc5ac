package io.cameletl;

import java.time.Instant;

/**
 * The span of change times that a run covers: {@code [fromAt, beforeAt)}. Made by camel-etl only; components may be added
 * in minor releases.
 *
 * @param fromAt the start, inclusive
 * @param beforeAt the end, exclusive
 */
public record Window(Instant fromAt, Instant beforeAt) {
    /** The window of a pipeline that never ran: nothing is covered yet. */
    public static final Window NONE = new Window(ExtractRequest.BEGINNING, ExtractRequest.BEGINNING);

    public Window {
        if (beforeAt.isBefore(fromAt)) {
            throw new IllegalArgumentException(
                    "a window must not end (" + beforeAt + ") before it starts (" + fromAt + ")");
        }
    }

    /** @return whether there is anything left to cover; a drained window has its start at its end */
    public boolean isOpen() {
        return fromAt.isBefore(beforeAt);
    }

    /** @return this window once its last page is committed */
    public Window drained() {
        return new Window(beforeAt, beforeAt);
    }
}
