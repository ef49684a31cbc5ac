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
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * Converts between Java's many types of dates and times. An instant becomes local time in UTC, and where an instant is
 * wanted, a local time is taken as one in UTC or in the given zone. A {@code java.sql} type means the local time it shows,
 * as the driver that made it does; only where an instant is wanted it means the instant.
 *
 * <p>Neither writes text, which {@link TimeWriter} does, nor parses it, which {@link TimeReader} does.
 */
@SuppressWarnings("JavaUtilDate")
public final class TimeConverter {
    /** 1582-10-15T00:00:00Z, with a day to spare for the zone. */
    private static final long GREGORIAN = -12_219_292_800_000L + 86_400_000L;

    /** No text of a day is longer: it may have a year of many digits, and an era. */
    private static final int DAY_CHARACTERS = 18;

    private static final TimeZone UTC = TimeZone.getTimeZone("UTC");

    private TimeConverter() {}

    /**
     * The instant that a driver's or a data format's value means.
     *
     * @param value any value; a text may be in ISO form or in the server's
     * @param zone the zone of values without one
     * @return the instant; null when the value is no time, or only a time of day
     */
    public static @Nullable Instant instant(Object value, ZoneId zone) {
        if (value instanceof Instant instant) {
            return instant;
        } else if (value instanceof java.sql.Date date) {
            return date.toLocalDate().atStartOfDay(zone).toInstant();
        } else if (value instanceof Time) {
            return null;
        } else if (value instanceof Date date) {
            return date.toInstant();
        } else if (value instanceof OffsetDateTime time) {
            return time.toInstant();
        } else if (value instanceof ZonedDateTime time) {
            return time.toInstant();
        } else if (value instanceof LocalDateTime time) {
            return time.atZone(zone).toInstant();
        } else if (value instanceof LocalDate date) {
            return date.atStartOfDay(zone).toInstant();
        } else if (value instanceof Calendar calendar) {
            return calendar.toInstant();
        } else if (value instanceof CharSequence text) {
            Object parsed = TimeReader.any(text.toString());
            return parsed == null ? null : instant(parsed, zone);
        }
        return null;
    }

    /**
     * @param value any value; a text may be in ISO form or in the server's
     * @return the local time that the value is, a date its midnight; null when it is none, or has a zone
     */
    public static @Nullable LocalDateTime withoutZone(Object value) {
        if (value instanceof LocalDateTime time) {
            return time;
        } else if (value instanceof LocalDate date) {
            return date.atStartOfDay();
        } else if (value instanceof java.sql.Date date) {
            return date.toLocalDate().atStartOfDay();
        } else if (value instanceof CharSequence text) {
            Object parsed = TimeReader.any(text.toString());
            return parsed == null ? null : withoutZone(parsed);
        }
        return null;
    }

    /** @return the day that a value is, which has no time of day; null when it is something else */
    public static @Nullable LocalDate day(Object value) {
        if (value instanceof LocalDate day) {
            return day;
        } else if (value instanceof java.sql.Date day) {
            return day.toLocalDate();
        } else if (value instanceof CharSequence text && text.length() <= DAY_CHARACTERS) {
            return TimeReader.any(text.toString()) instanceof LocalDate day ? day : null;
        }
        return null;
    }

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
        boolean instant = value instanceof Instant
                || value instanceof OffsetDateTime
                || value instanceof ZonedDateTime
                || value instanceof Date
                || value instanceof Calendar;
        return instant ? Kind.TIMESTAMPTZ : null;
    }

    /** @return the instant as local time in UTC */
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
            return local(at.getTime(), UTC).withNano(at.getNanos());
        }
        if (value instanceof LocalDate || value instanceof java.sql.Date) {
            return date(value).atStartOfDay();
        }
        if (value instanceof Calendar at) {
            return local(at.getTimeInMillis(), UTC);
        }
        if (value instanceof Date at && !(value instanceof Time)) {
            return local(at.getTime(), UTC);
        }
        throw new UnsuitableValueException(
                "a " + value.getClass().getName() + " is only a time, the column wants a date");
    }

    /** @return the local time that the value shows; in UTC when it is an instant */
    static LocalDateTime local(Object value) throws UnsuitableValueException {
        return value instanceof Timestamp at ? shown(at).withNano(at.getNanos()) : utc(value);
    }

    static LocalDate date(Object value) throws UnsuitableValueException {
        if (value instanceof LocalDate date) {
            return date;
        }
        return value instanceof java.sql.Date date
                ? shown(date).toLocalDate()
                : local(value).toLocalDate();
    }

    static LocalTime time(Object value) throws UnsuitableValueException {
        if (value instanceof LocalTime time) {
            return time;
        }
        if (value instanceof OffsetTime time) {
            return time.toLocalTime();
        }
        return value instanceof Time time
                ? shown(time).toLocalTime()
                : local(withTime(value)).toLocalTime();
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
            return local(time.getTime(), UTC).toLocalTime().atOffset(ZoneOffset.UTC);
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

    /** @return what a date of {@code java.sql} shows in this JVM's zone, in which the driver put it together */
    private static LocalDateTime shown(Date date) {
        return local(date.getTime(), TimeZone.getDefault());
    }

    /**
     * What {@code java.util.Date} and its like show. Before 15 October 1582 they count in the Julian calendar, and so do
     * the drivers that make them: 0001-01-01 comes as the milliseconds of the Julian 1 January, which is two days off in
     * the calendar of {@code java.time} and PostgreSQL. Before 1900 their zones differ from those of {@code java.time}.
     */
    private static LocalDateTime local(long millis, TimeZone zone) {
        long local = millis + zone.getOffset(millis);
        int nanos = (int) Math.floorMod(local, 1000L) * 1_000_000;
        if (millis >= GREGORIAN) {
            return LocalDateTime.ofEpochSecond(Math.floorDiv(local, 1000L), nanos, ZoneOffset.UTC);
        }
        Calendar calendar = new GregorianCalendar(zone);
        calendar.setTimeInMillis(millis);
        int year = calendar.get(Calendar.YEAR);
        return LocalDateTime.of(
                calendar.get(Calendar.ERA) == GregorianCalendar.AD ? year : 1 - year,
                calendar.get(Calendar.MONTH) + 1,
                calendar.get(Calendar.DAY_OF_MONTH),
                calendar.get(Calendar.HOUR_OF_DAY),
                calendar.get(Calendar.MINUTE),
                calendar.get(Calendar.SECOND),
                nanos);
    }
}
