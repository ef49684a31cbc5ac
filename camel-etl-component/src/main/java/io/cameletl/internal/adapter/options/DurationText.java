package io.cameletl.internal.adapter.options;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads durations. Camel's converter takes texts that it does not understand, or parts of them, for zero. */
final class DurationText {
    private static final Pattern MILLIS = Pattern.compile("-?\\d+");
    private static final Pattern UNITS = Pattern.compile(
            "(?:(\\d+)(?:d|day))?(?:(\\d+)(?:h|hour))?(?:(\\d+)(?:m|min))?(?:(\\d+)(?:s|sec))?(?:(\\d+)ms)?");
    private static final List<Long> MILLIS_OF = List.of(86_400_000L, 3_600_000L, 60_000L, 1_000L, 1L);

    private DurationText() {}

    /** @return null when it is no duration in whole milliseconds */
    static @Nullable Duration read(String text) {
        try {
            if (MILLIS.matcher(text).matches()) {
                return Duration.ofMillis(Long.parseLong(text));
            }
            Matcher units = UNITS.matcher(text);
            return !text.isEmpty() && units.matches() ? sum(units) : whole(Duration.parse(text));
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            return null;
        }
    }

    private static Duration sum(Matcher units) {
        long millis = 0;
        for (int i = 0; i < MILLIS_OF.size(); i++) {
            String number = units.group(i + 1);
            if (number != null) {
                millis = Math.addExact(millis, Math.multiplyExact(Long.parseLong(number), MILLIS_OF.get(i)));
            }
        }
        return Duration.ofMillis(millis);
    }

    private static @Nullable Duration whole(Duration duration) {
        return Duration.ofMillis(duration.toMillis()).equals(duration) ? duration : null;
    }
}
