package io.cameletl;

import java.time.Instant;

/**
 * The cursor of most pipelines: a change time, and an id that tells rows of equal time apart.
 *
 * @param at the last row's change time
 * @param id the last row's id as text
 */
public record TimestampCursor(Instant at, String id) {
    /** Before every row: the seed of a pipeline that names none. */
    public static final TimestampCursor BEGINNING = new TimestampCursor(ExtractRequest.BEGINNING, "");

    public TimestampCursor {
        if (at == null || id == null) {
            throw new IllegalArgumentException("a TimestampCursor needs both at and id, not at=" + at + ", id=" + id);
        }
    }
}
