package io.cameletl.internal.source.endpoint;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** What a clock shows, as the text that databases read: with microseconds, and with nanoseconds only if there are any. */
final class WallClock {
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);
    private static final DateTimeFormatter NANOSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSSSS", Locale.ROOT);

    private WallClock() {}

    static String text(LocalDateTime time) {
        return time.format(time.equals(time.truncatedTo(ChronoUnit.MICROS)) ? MICROSECONDS : NANOSECONDS);
    }
}
