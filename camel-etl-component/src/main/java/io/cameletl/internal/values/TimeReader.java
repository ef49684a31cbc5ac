package io.cameletl.internal.values;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Times in the server's text form, as {@code 0044-03-15 12:00:00.000001+05:53:28 BC}. */
public final class TimeReader {
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

    /** A {@link LocalTime}; the text itself for 24:00:00, which that cannot hold. */
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

    /**
     * A time as the server reads it: for {@code timestamptz} the instant, for {@code timestamp} and {@code date}, which
     * leave the offset out, the wall time in the zone.
     */
    public static String of(Instant instant, ZoneId zone) {
        OffsetDateTime time =
                instant.truncatedTo(ChronoUnit.MICROS).atZone(zone).toOffsetDateTime();
        boolean bc = time.getYear() < 1;
        int year = bc ? 1 - time.getYear() : time.getYear();
        String offset = time.getOffset().equals(ZoneOffset.UTC)
                ? "+00"
                : time.getOffset().getId();
        return String.format("%04d-%02d-%02d ", year, time.getMonthValue(), time.getDayOfMonth())
                + time.toLocalTime()
                + offset
                + (bc ? BC : "");
    }

    /** Where the offset begins: at the only sign after the colons of the time. */
    private static int offsetAt(String text) {
        int from = text.indexOf(':');
        int plus = text.indexOf('+', from);
        return plus >= 0 ? plus : text.indexOf('-', from);
    }
}
