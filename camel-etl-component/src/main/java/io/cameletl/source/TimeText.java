package io.cameletl.source;

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
final class TimeText {
    private static final String BC = " BC";
    private static final String INFINITY = "infinity";

    private TimeText() {}

    static LocalDate date(String text) {
        if (text.endsWith(INFINITY)) {
            return text.startsWith("-") ? LocalDate.MIN : LocalDate.MAX;
        }
        boolean bc = text.endsWith(BC);
        int dayAt = text.length() - (bc ? BC.length() : 0) - 2;
        int monthAt = dayAt - 3;
        int year = Integer.parseInt(text, 0, monthAt - 1, 10);
        return LocalDate.of(
                bc ? 1 - year : year,
                Integer.parseInt(text, monthAt, monthAt + 2, 10),
                Integer.parseInt(text, dayAt, dayAt + 2, 10));
    }

    /** A {@link LocalTime}; the text itself for 24:00:00, which that cannot hold. */
    static Object time(String text) {
        return text.startsWith("24") ? text : LocalTime.parse(text);
    }

    /** An {@link OffsetTime}; the text itself for 24:00:00. */
    static Object offsetTime(String text) {
        int offsetAt = offsetAt(text);
        return text.startsWith("24")
                ? text
                : OffsetTime.of(LocalTime.parse(text.substring(0, offsetAt)), ZoneOffset.of(text.substring(offsetAt)));
    }

    static LocalDateTime dateTime(String text) {
        if (text.endsWith(INFINITY)) {
            return text.startsWith("-") ? LocalDateTime.MIN : LocalDateTime.MAX;
        }
        boolean bc = text.endsWith(BC);
        String plain = bc ? text.substring(0, text.length() - BC.length()) : text;
        int timeAt = plain.indexOf(' ') + 1;
        return LocalDateTime.of(
                date(plain.substring(0, timeAt - 1) + (bc ? BC : "")), LocalTime.parse(plain.substring(timeAt)));
    }

    /** An {@link Instant}; the driver's {@link OffsetDateTime#MAX} or {@code MIN} for the infinities. */
    static Object instant(String text) {
        if (text.endsWith(INFINITY)) {
            return text.startsWith("-") ? OffsetDateTime.MIN : OffsetDateTime.MAX;
        }
        boolean bc = text.endsWith(BC);
        String plain = bc ? text.substring(0, text.length() - BC.length()) : text;
        int offsetAt = offsetAt(plain);
        return dateTime(plain.substring(0, offsetAt) + (bc ? BC : ""))
                .toInstant(ZoneOffset.of(plain.substring(offsetAt)));
    }

    /**
     * A time as the server reads it: for {@code timestamptz} the instant, for {@code timestamp} and {@code date}, which
     * leave the offset out, the wall time in the zone.
     */
    static String of(Instant instant, ZoneId zone) {
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
