package io.cameletl.internal.console.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and durations as a person reads them at a glance; absolute ones are in UTC. */
final class Times {
    private static final DateTimeFormatter STAMP = formatter("uuuu-MM-dd HH:mm:ss 'UTC'");
    private static final DateTimeFormatter CLOCK = formatter("HH:mm");
    private static final DateTimeFormatter SECONDS = formatter("HH:mm:ss");
    private static final DateTimeFormatter DAY = formatter("d MMM HH:mm");
    private static final DateTimeFormatter YEAR = formatter("d MMM uuuu");
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAYS = 24 * HOUR;

    private Times() {}

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    /** @return such as {@code 2026-11-27 14:28:00 UTC} */
    static String stamp(Instant at) {
        return STAMP.format(at);
    }

    /** @return such as {@code 14:28:07} */
    static String seconds(Instant at) {
        return SECONDS.format(at);
    }

    /** @return a time as exact as its span asks for: with its seconds within some minutes, with its year within years */
    static String within(Instant at, Duration span) {
        if (span.compareTo(Duration.ofMinutes(5)) < 0) {
            return SECONDS.format(at);
        }
        if (span.compareTo(Duration.ofDays(1)) <= 0) {
            return CLOCK.format(at);
        }
        return span.compareTo(Duration.ofDays(300)) > 0 ? YEAR.format(at) : DAY.format(at);
    }

    /** @return such as {@code 3 min ago}, {@code now} or {@code in 4 min} */
    static String ago(Instant at, Instant now) {
        Duration since = Duration.between(at, now);
        if (since.abs().compareTo(Duration.ofSeconds(1)) < 0) {
            return "now";
        }
        return since.isNegative() ? "in " + length(since.abs()) : length(since) + " ago";
    }

    /** @return how long since, at least nothing */
    static String since(Instant at, Instant now) {
        Duration since = Duration.between(at, now);
        return length(since.isNegative() ? Duration.ZERO : since);
    }

    /** @return whole units, such as {@code 11 s}, {@code 41 min}, {@code 5 h 12 min} or {@code 2 days 3 h} */
    static String length(Duration length) {
        long seconds = length.toSeconds();
        if (seconds < 2 * MINUTE) {
            return seconds + " s";
        }
        if (seconds < 2 * HOUR) {
            return seconds / MINUTE + " min";
        }
        if (seconds < 2 * DAYS) {
            return two(seconds / HOUR, " h", seconds % HOUR / MINUTE, " min");
        }
        return two(seconds / DAYS, " days", seconds % DAYS / HOUR, " h");
    }

    /** @return the same, more exact when it is short, such as {@code 120 ms} or {@code 1.2 s} */
    static String took(Duration length) {
        if (length.compareTo(Duration.ofSeconds(1)) < 0) {
            return Math.round(inSeconds(length) * 1000) + " ms";
        }
        return length.compareTo(Duration.ofSeconds(10)) < 0
                ? String.format(Locale.ROOT, "%.1f s", inSeconds(length))
                : length(length);
    }

    /** No length is too long for it. */
    static double inSeconds(Duration length) {
        return length.toSeconds() + length.toNanosPart() / 1e9;
    }

    private static String two(long big, String bigs, long small, String smalls) {
        String first = String.format(Locale.ROOT, "%,d", big) + bigs;
        return small == 0 ? first : first + " " + small + smalls;
    }
}
