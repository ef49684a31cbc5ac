package io.cameletl.internal.values;

import io.cameletl.internal.values.ColumnType.Kind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * Writes dates and times in the form that PostgreSQL reads under any {@code DateStyle} and {@code TimeZone}. The text does
 * not depend on the session's zone, nor on the zone and locale of this JVM. Fractions of a microsecond are cut off, not
 * rounded: a rounded version could lie in the future.
 *
 * <p>Nothing is read here, which {@link TimeReader} does. What a value means in another type is for {@link TimeConverter}.
 */
public final class TimeWriter {
    private TimeWriter() {}

    /**
     * @param kind the column's kind; any that is no date or time gets the form natural to the value
     * @return the text; null when the value is no date or time
     * @throws UnsuitableValueException when it is one, but has no form in the kind
     */
    static @Nullable String of(Object value, Kind kind) throws UnsuitableValueException {
        Kind natural = TimeConverter.naturalKind(value);
        if (natural == null) {
            return null;
        }
        try {
            return text(
                    value,
                    switch (kind) {
                        case TIMESTAMPTZ, TIMESTAMP, DATE, TIME, TIMETZ -> kind;
                        default -> natural;
                    });
        } catch (DateTimeException e) {
            throw new UnsuitableValueException("the date or time is out of range: " + e.getMessage(), e);
        }
    }

    /**
     * An instant as a zone's clocks show it, with their offset. The server reads it as {@code timestamptz}, and as
     * {@code timestamp} or {@code date}, for which it ignores the offset.
     */
    public static String inZone(Instant instant, ZoneId zone) {
        OffsetDateTime at = instant.atZone(zone).toOffsetDateTime();
        StringBuilder text = new StringBuilder(40);
        date(at.toLocalDate(), text);
        time(at.toLocalTime(), text.append(' '));
        offset(at.getOffset(), text);
        era(at.toLocalDate(), text);
        return text.toString();
    }

    private static String text(Object value, Kind kind) throws UnsuitableValueException {
        StringBuilder text = new StringBuilder(40);
        String infinity = infinity(value);
        if (kind == Kind.TIME) {
            timeOfDay(TimeConverter.time(value), text);
        } else if (kind == Kind.TIMETZ) {
            OffsetTime time = TimeConverter.offsetTime(value);
            timeOfDay(time.toLocalTime(), text);
            offset(time.getOffset(), text);
        } else if (infinity != null) {
            text.append(infinity);
        } else if (kind == Kind.DATE) {
            LocalDate date = TimeConverter.date(value);
            date(date, text);
            era(date, text);
        } else {
            LocalDateTime at = kind == Kind.TIMESTAMP ? TimeConverter.local(value) : TimeConverter.utc(value);
            date(at.toLocalDate(), text);
            time(at.toLocalTime(), text.append(' '));
            era(at.toLocalDate(), kind == Kind.TIMESTAMP ? text : text.append("+00"));
        }
        return text.toString();
    }

    /**
     * The values that stand for PostgreSQL's infinities in Java: pgjdbc's, and the ends of the types of {@code java.time}.
     *
     * @return {@code infinity}, {@code -infinity}, or null for a finite value
     */
    @SuppressWarnings("JavaUtilDate")
    private static @Nullable String infinity(Object value) {
        if (value instanceof Date date) {
            long millis = date.getTime();
            if (millis == PGStatement.DATE_POSITIVE_INFINITY || millis == PGStatement.DATE_POSITIVE_SMALLER_INFINITY) {
                return "infinity";
            }
            return millis == PGStatement.DATE_NEGATIVE_INFINITY || millis == PGStatement.DATE_NEGATIVE_SMALLER_INFINITY
                    ? "-infinity"
                    : null;
        }
        if (value instanceof Instant at) {
            return infinity(at, Instant.MIN, Instant.MAX);
        }
        if (value instanceof OffsetDateTime at) {
            return infinity(at, OffsetDateTime.MIN, OffsetDateTime.MAX);
        }
        if (value instanceof LocalDateTime at) {
            return infinity(at, LocalDateTime.MIN, LocalDateTime.MAX);
        }
        return value instanceof LocalDate at ? infinity(at, LocalDate.MIN, LocalDate.MAX) : null;
    }

    private static @Nullable String infinity(Object at, Object first, Object last) {
        if (at.equals(last)) {
            return "infinity";
        }
        return at.equals(first) ? "-infinity" : null;
    }

    private static void offset(ZoneOffset offset, StringBuilder text) {
        text.append(offset.equals(ZoneOffset.UTC) ? "+00" : offset.getId());
    }

    private static void date(LocalDate date, StringBuilder text) {
        int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
        if (year < 1000) {
            text.append(year < 10 ? "000" : year < 100 ? "00" : "0");
        }
        text.append(year).append('-');
        twoDigits(date.getMonthValue(), text);
        twoDigits(date.getDayOfMonth(), text.append('-'));
    }

    private static void era(LocalDate date, StringBuilder text) {
        if (date.getYear() <= 0) {
            text.append(" BC");
        }
    }

    private static void timeOfDay(LocalTime time, StringBuilder text) {
        if (time.equals(LocalTime.MAX)) {
            // PostgreSQL's 24:00:00, which Java does not have; pgjdbc reads it as this.
            text.append("24:00:00");
        } else {
            time(time, text);
        }
    }

    private static void time(LocalTime time, StringBuilder text) {
        twoDigits(time.getHour(), text);
        twoDigits(time.getMinute(), text.append(':'));
        twoDigits(time.getSecond(), text.append(':'));
        int micros = time.getNano() / 1000;
        if (micros > 0) {
            // 1,000,000 ahead keeps the leading zeros.
            text.append('.').append(Integer.toString(1_000_000 + micros), 1, 7);
        }
    }

    private static void twoDigits(int number, StringBuilder text) {
        text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
