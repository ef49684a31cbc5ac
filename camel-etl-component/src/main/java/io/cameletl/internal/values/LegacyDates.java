package io.cameletl.internal.values;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.TimeZone;

/**
 * What {@code java.util.Date} and its like show. Before 15 October 1582 they count in the Julian calendar, and so do
 * the drivers that make them: 0001-01-01 comes as the milliseconds of the Julian 1 January, which are two days off
 * by the calendar of {@code java.time} and PostgreSQL. Before 1900 their zones differ from those of {@code java.time}.
 */
final class LegacyDates {
    /** 1582-10-15T00:00:00Z, with a day to spare for the zone. */
    private static final long GREGORIAN = -12_219_292_800_000L + 86_400_000L;

    private static final TimeZone UTC = TimeZone.getTimeZone("UTC");

    private LegacyDates() {}

    /** @return what the milliseconds show in UTC */
    static LocalDateTime utc(long millis) {
        return at(millis, UTC);
    }

    /** @return what they show in this JVM's zone, in which the driver put them together */
    static LocalDateTime here(long millis) {
        return at(millis, TimeZone.getDefault());
    }

    private static LocalDateTime at(long millis, TimeZone zone) {
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
