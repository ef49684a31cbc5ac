package io.cameletl.internal.source.endpoint;

import io.cameletl.EtlException;
import io.cameletl.ExtractRequest;
import io.cameletl.internal.values.Shortened;
import io.cameletl.internal.values.TimeConverter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.Temporal;
import org.jspecify.annotations.Nullable;

/**
 * The one rule by which change times are read from a source's rows and bound to its next request. Either the column has
 * a time zone, and both are instants; or it has none, and both are what the clocks of one zone show. A value of the other
 * kind is refused: it would be bound to another time than it was read from.
 *
 * @param pipeline the pipeline's name, for messages
 * @param zone the zone whose clocks the column shows; null for a column that has a time zone
 */
public record ChangeTimes(String pipeline, @Nullable ZoneId zone) {
    private static final LocalDateTime FIRST = LocalDateTime.ofInstant(ExtractRequest.BEGINNING, ZoneOffset.UTC);

    /**
     * @param column the column's name, for messages
     * @param value its value in a row
     * @return the instant; of a wall time that is shown twice, the first
     * @throws EtlException when the value is no time, of the other kind, or a wall time that the zone never shows
     */
    Instant read(String column, Object value) {
        LocalDateTime wall = TimeConverter.withoutZone(value);
        if (wall != null) {
            return instant(column, value, wall);
        }
        Instant instant = TimeConverter.instant(value, ZoneOffset.UTC);
        if (instant == null) {
            throw refused(column, value, " that is no time: ", "Name the change time first in cursorColumns");
        }
        if (zone == null) {
            return instant;
        }
        if (value instanceof java.util.Date) {
            throw refused(
                    column,
                    value,
                    ", which a driver makes of a time without zone by this JVM's zone: ",
                    "With sourceTimeZone=" + zone + " select the column as text, as in CAST(" + column
                            + " AS CHAR(26))");
        }
        throw refused(
                column,
                value,
                ", a time with a zone of its own: ",
                "Leave out sourceTimeZone=" + zone + ", which is for a column without one");
    }

    /**
     * @param value as {@link #read} takes it
     * @return when the day is over that the value is; null when it says more than a day
     */
    @Nullable
    Instant endOfDay(Object value) {
        LocalDate day = TimeConverter.day(value);
        return day == null || zone == null
                ? null
                : day.plusDays(1).atStartOfDay(zone).toInstant();
    }

    /** @return the instant as {@code sql:} is to bind it: an {@link OffsetDateTime}, or a {@link LocalDateTime} */
    public Temporal parameter(Instant at) {
        return zone == null ? at.atOffset(ZoneOffset.UTC) : shown(at, zone);
    }

    /** @return the instant as text, {@code 2026-01-31 12:00:00.000000}; with its offset where the column has a zone */
    public String text(Instant at) {
        return zone == null ? WallClock.text(shown(at, ZoneOffset.UTC)) + "+00:00" : WallClock.text(shown(at, zone));
    }

    /** The beginning of times is that of the first year in every zone: not all databases know the year before. */
    private static LocalDateTime shown(Instant at, ZoneId zone) {
        LocalDateTime time = LocalDateTime.ofInstant(at, zone);
        return time.isBefore(FIRST) ? FIRST : time;
    }

    private Instant instant(String column, Object value, LocalDateTime wall) {
        if (zone == null) {
            throw refused(
                    column,
                    value,
                    ", a time without zone: ",
                    "Say in sourceTimeZone whose clocks it shows, as in sourceTimeZone=UTC");
        }
        if (zone.getRules().getValidOffsets(wall).isEmpty()) {
            throw refused(
                    column,
                    value,
                    ", which the clocks of sourceTimeZone=" + zone + " never show: ",
                    "Rows around it would be jumped over. Name the zone that the times were written in, often UTC");
        }
        return wall.atZone(zone).toInstant();
    }

    private EtlException refused(String column, Object value, String what, String remedy) {
        return new EtlException(
                pipeline,
                "the cursor column \"" + column + "\" holds a "
                        + value.getClass().getName() + what + Shortened.of(value) + ". " + remedy);
    }
}
