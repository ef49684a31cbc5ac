package io.cameletl.internal.values;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Reads dates and times from the server's text form, as {@code 0044-03-15 12:00:00.000001+05:53:28 BC}, into
 * {@code java.time}. The text must be in the server's {@code DateStyle} ISO; only {@link #any} checks it. Nothing is written
 * here, which {@link TimeWriter} does, and no zone is applied, which {@link TimeConverter} does.
 */
final class TimeReader {
    private static final String BC = " BC";
    private static final String INFINITY = "infinity";

    private TimeReader() {}

    static LocalDate date(String text) {
        if (text.endsWith(INFINITY)) {
            return text.startsWith("-") ? LocalDate.MIN : LocalDate.MAX;
        }
        boolean bc = text.endsWith(BC);
        return date(text, bc ? text.length() - BC.length() : text.length(), bc);
    }

    /** A {@link LocalTime}; the text itself for 24:00:00, which Java does not have. */
    static Object time(String text) {
        return text.startsWith("24") ? text : time(text, 0, text.length());
    }

    /** An {@link OffsetTime}; the text itself for 24:00:00. */
    static Object offsetTime(String text) {
        int offsetAt = offsetAt(text);
        return text.startsWith("24")
                ? text
                : OffsetTime.of(time(text, 0, offsetAt), offset(text, offsetAt, text.length()));
    }

    static LocalDateTime dateTime(String text) {
        if (text.endsWith(INFINITY)) {
            return text.startsWith("-") ? LocalDateTime.MIN : LocalDateTime.MAX;
        }
        boolean bc = text.endsWith(BC);
        return dateTime(text, bc ? text.length() - BC.length() : text.length(), bc);
    }

    /** An {@link Instant}; the driver's {@link OffsetDateTime#MAX} or {@code MIN} for the infinities. */
    static Object instant(String text) {
        if (text.endsWith(INFINITY)) {
            return text.startsWith("-") ? OffsetDateTime.MIN : OffsetDateTime.MAX;
        }
        boolean bc = text.endsWith(BC);
        int offsetAt = offsetAt(text);
        int end = bc ? text.length() - BC.length() : text.length();
        return dateTime(text, offsetAt, bc).toInstant(offset(text, offsetAt, end));
    }

    /**
     * A date, or a date and time, in the server's form or in ISO form.
     *
     * @return a {@code java.time} value; null when the text is neither
     */
    static @Nullable Object any(String text) {
        try {
            if (text.indexOf('T') < 0 && text.indexOf(' ') >= 0) {
                boolean offset = text.indexOf('+', text.indexOf(' ')) >= 0 || text.indexOf('-', text.indexOf(' ')) >= 0;
                return offset ? instant(text) : dateTime(text);
            }
            DateTimeFormatter form =
                    text.indexOf('T') < 0 ? DateTimeFormatter.ISO_DATE : DateTimeFormatter.ISO_DATE_TIME;
            return form.parseBest(text, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
        } catch (DateTimeException | IndexOutOfBoundsException | NumberFormatException e) {
            return null;
        }
    }

    private static LocalDateTime dateTime(String text, int end, boolean bc) {
        int space = text.indexOf(' ');
        return LocalDateTime.of(date(text, space, bc), time(text, space + 1, end));
    }

    private static LocalDate date(String text, int end, boolean bc) {
        int year = Integer.parseInt(text, 0, end - 6, 10);
        return LocalDate.of(bc ? 1 - year : year, two(text, end - 5), two(text, end - 2));
    }

    private static LocalTime time(String text, int from, int end) {
        int nanos = 0;
        if (end > from + 8) {
            nanos = Integer.parseInt(text, from + 9, end, 10);
            for (int digits = end - from - 9; digits < 9; digits++) {
                nanos *= 10;
            }
        }
        return LocalTime.of(two(text, from), two(text, from + 3), two(text, from + 6), nanos);
    }

    private static ZoneOffset offset(String text, int from, int end) {
        int seconds = two(text, from + 1) * 3600;
        seconds += end > from + 4 ? two(text, from + 4) * 60 : 0;
        seconds += end > from + 7 ? two(text, from + 7) : 0;
        return ZoneOffset.ofTotalSeconds(text.charAt(from) == '-' ? -seconds : seconds);
    }

    private static int two(String text, int from) {
        return Integer.parseInt(text, from, from + 2, 10);
    }

    /** Where the offset begins: at the only sign after the colons of the time. */
    private static int offsetAt(String text) {
        int from = text.indexOf(':');
        int plus = text.indexOf('+', from);
        return plus >= 0 ? plus : text.indexOf('-', from);
    }
}
