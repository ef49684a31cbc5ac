package io.cameletl;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One page's question to a {@link Source}. Made by camel-etl, and by tests of sources: this constructor stays when
 * components are added.
 *
 * @param <C> the cursor's type
 * @param pipeline the pipeline's name
 * @param after the position to go on after, exclusive; null before the first page of a pipeline that has no seed cursor
 * @param pageSize how many rows to answer at most; at least 1
 * @param fromAt the window's start, inclusive: rows changed before it were covered by earlier windows. The first
 *     window starts at {@link #BEGINNING}
 * @param beforeAt the window's end, exclusive: rows changed at or after it belong to a later run
 */
public record ExtractRequest<C>(String pipeline, @Nullable C after, int pageSize, Instant fromAt, Instant beforeAt) {
    /** The start of a pipeline's first window, year 1: a time that every database's timestamp type can hold. */
    public static final Instant BEGINNING = Instant.parse("0001-01-01T00:00:00Z");

    /** @throws IllegalArgumentException when {@code pageSize} is less than 1 or the window ends before it starts */
    public ExtractRequest {
        if (pageSize < 1) {
            throw new IllegalArgumentException(
                    "pipeline \"" + pipeline + "\": a page must hold at least 1 row, not " + pageSize);
        }
        if (beforeAt.isBefore(fromAt)) {
            throw new IllegalArgumentException("pipeline \"" + pipeline + "\": the window must not end (" + beforeAt
                    + ") before it starts (" + fromAt + ")");
        }
    }
}
