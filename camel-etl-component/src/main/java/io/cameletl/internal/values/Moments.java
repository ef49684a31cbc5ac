package io.cameletl.internal.values;

import io.cameletl.internal.values.ColumnType.Kind;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * The many Java types of dates and times as the few that are written. A moment becomes local time in UTC; a local time
 * is taken to be in UTC where a moment is wanted. The types of {@code java.sql} mean the local time they show, as the
 * drivers that made them do; only where a moment is wanted they mean the moment.
 */
@SuppressWarnings("JavaUtilDate")
final class Moments {
    private Moments() {}

    /** @return the kind of column that the value is made for; null when it is no date or time */
    static @Nullable Kind naturalKind(Object value) {
        if (value instanceof LocalDateTime || value instanceof Timestamp) {
            return Kind.TIMESTAMP;
        }
        if (value instanceof LocalDate || value instanceof java.sql.Date) {
            return Kind.DATE;
        }
        if (value instanceof LocalTime || value instanceof Time) {
            return Kind.TIME;
        }
        if (value instanceof OffsetTime) {
            return Kind.TIMETZ;
        }
        boolean moment = value instanceof Instant
                || value instanceof OffsetDateTime
                || value instanceof ZonedDateTime
                || value instanceof Date
                || value instanceof Calendar;
        return moment ? Kind.TIMESTAMPTZ : null;
    }

    /** @return the moment as local time in UTC */
    static LocalDateTime utc(Object value) throws UnsuitableValueException {
        if (value instanceof Instant instant) {
            return LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
        }
        if (value instanceof OffsetDateTime at) {
            return LocalDateTime.ofEpochSecond(at.toEpochSecond(), at.getNano(), ZoneOffset.UTC);
        }
        if (value instanceof ZonedDateTime at) {
            return LocalDateTime.ofEpochSecond(at.toEpochSecond(), at.getNano(), ZoneOffset.UTC);
        }
        if (value instanceof LocalDateTime at) {
            return at;
        }
        if (value instanceof Timestamp at) {
            return LegacyDates.utc(at.getTime()).withNano(at.getNanos());
        }
        if (value instanceof LocalDate || value instanceof java.sql.Date) {
            return date(value).atStartOfDay();
        }
        if (value instanceof Calendar at) {
            return LegacyDates.utc(at.getTimeInMillis());
        }
        if (value instanceof Date at && !(value instanceof Time)) {
            return LegacyDates.utc(at.getTime());
        }
        throw new UnsuitableValueException(
                "a " + value.getClass().getName() + " is only a time, the column wants a date");
    }

    /** @return the local time that the value shows; in UTC when it is a moment */
    static LocalDateTime wall(Object value) throws UnsuitableValueException {
        return value instanceof Timestamp at ? LegacyDates.here(at.getTime()).withNano(at.getNanos()) : utc(value);
    }

    static LocalDate date(Object value) throws UnsuitableValueException {
        if (value instanceof LocalDate date) {
            return date;
        }
        return value instanceof java.sql.Date date
                ? LegacyDates.here(date.getTime()).toLocalDate()
                : wall(value).toLocalDate();
    }

    static LocalTime time(Object value) throws UnsuitableValueException {
        if (value instanceof LocalTime time) {
            return time;
        }
        if (value instanceof OffsetTime time) {
            return time.toLocalTime();
        }
        return value instanceof Time time
                ? LegacyDates.here(time.getTime()).toLocalTime()
                : wall(withTime(value)).toLocalTime();
    }

    static OffsetTime offsetTime(Object value) throws UnsuitableValueException {
        if (value instanceof OffsetTime time) {
            return time;
        }
        if (value instanceof OffsetDateTime at) {
            return at.toOffsetTime();
        }
        if (value instanceof ZonedDateTime at) {
            return at.toOffsetDateTime().toOffsetTime();
        }
        if (value instanceof Time time) {
            return LegacyDates.utc(time.getTime()).toLocalTime().atOffset(ZoneOffset.UTC);
        }
        LocalTime time =
                value instanceof LocalTime local ? local : utc(withTime(value)).toLocalTime();
        return time.atOffset(ZoneOffset.UTC);
    }

    private static Object withTime(Object value) throws UnsuitableValueException {
        if (value instanceof LocalDate || value instanceof java.sql.Date) {
            throw new UnsuitableValueException(
                    "a " + value.getClass().getName() + " is only a date, the column wants a time");
        }
        return value;
    }
}
