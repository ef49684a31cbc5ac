package io.cameletl;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The cursor of most pipelines: a change time, and an id that tells rows of equal time apart. This constructor stays.
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

    /** @return this cursor, or one just before every row of that time; its id is this one's, of a type that fits */
    TimestampCursor notAfter(Instant from) {
        // databases keep microseconds
        Instant before = from.minus(1, ChronoUnit.MICROS);
        return at.isAfter(before) ? new TimestampCursor(before, id) : this;
    }
}
