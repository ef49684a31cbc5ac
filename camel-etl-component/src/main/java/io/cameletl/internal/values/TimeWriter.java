package io.cameletl.internal.values;

import io.cameletl.internal.values.ColumnType.Kind;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times in the form that PostgreSQL reads under any {@code DateStyle} and {@code TimeZone}. What is finer
 * than a microsecond is cut off, not rounded: a rounded version could lie in the future. Neither the zone of this JVM
 * nor that of the session matters.
 */
final class TimeWriter {
    private TimeWriter() {}

    /**
     * @param kind the column's kind; any that is no date or time gets the form natural to the value
     * @return the text; null when the value is no date or time
     * @throws UnsuitableValueException when it is one, but has no form in the kind
     */
    static @Nullable String of(Object value, Kind kind) throws UnsuitableValueException {
        Kind natural = Moments.naturalKind(value);
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

    private static String text(Object value, Kind kind) throws UnsuitableValueException {
        StringBuilder text = new StringBuilder(40);
        String infinity = Infinity.of(value);
        if (kind == Kind.TIME) {
            time(Moments.time(value), text);
        } else if (kind == Kind.TIMETZ) {
            OffsetTime time = Moments.offsetTime(value);
            time(time.toLocalTime(), text);
            text.append(
                    time.getOffset().equals(ZoneOffset.UTC)
                            ? "+00"
                            : time.getOffset().getId());
        } else if (infinity != null) {
            text.append(infinity);
        } else if (kind == Kind.DATE) {
            LocalDate date = Moments.date(value);
            date(date, text);
            era(date, text);
        } else {
            LocalDateTime at = kind == Kind.TIMESTAMP ? Moments.wall(value) : Moments.utc(value);
            date(at.toLocalDate(), text);
            time(at.toLocalTime(), text.append(' '));
            era(at.toLocalDate(), kind == Kind.TIMESTAMP ? text : text.append("+00"));
        }
        return text.toString();
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

    private static void time(LocalTime time, StringBuilder text) {
        if (time.equals(LocalTime.MAX)) {
            // pgjdbc reads PostgreSQL's 24:00:00, which Java has not, as this.
            text.append("24:00:00");
            return;
        }
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
