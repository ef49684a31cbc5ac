package io.cameletl.postgres.copy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.TimeZone;

/**
 * What {@code java.util.Date} and its like show. Before 15 October 1582 they count in the Julian calendar, and so do
 * the drivers that make them: 0001-01-01 comes as the milliseconds of the Julian 1 January, which are two days off
 * by the calendar of {@code java.time} and PostgreSQL.
 */
final class LegacyDates {
    /** 1582-10-15T00:00:00Z, with a day to spare for the zone. */
    private static final long GREGORIAN = -12_219_292_800_000L + 86_400_000L;

    private LegacyDates() {}

    /** @return what the milliseconds show in UTC */
    static LocalDateTime utc(long millis) {
        return at(millis, ZoneOffset.UTC);
    }

    /** @return what they show in this JVM's zone, where the driver that made them took them apart */
    static LocalDateTime here(long millis) {
        return at(millis, ZoneId.systemDefault());
    }

    private static LocalDateTime at(long millis, ZoneId zone) {
        int nanos = (int) Math.floorMod(millis, 1000L) * 1_000_000;
        if (millis >= GREGORIAN) {
            long seconds = Math.floorDiv(millis, 1000L);
            ZoneOffset offset = zone.getRules().getOffset(Instant.ofEpochSecond(seconds));
            return LocalDateTime.ofEpochSecond(seconds, nanos, offset);
        }
        Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone(zone));
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
