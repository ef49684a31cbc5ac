package io.cameletl.internal.console.page;

import java.time.Duration;
import java.util.Locale;

/** Numbers as a person reads them: grouped, and no more exact than they are. */
final class Numbers {
    private Numbers() {}

    /** @return such as {@code 1,240,000} */
    static String of(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** @return such as {@code 118,000 rows/s} */
    static String rate(double perSecond) {
        return rounded(perSecond) + " rows/s";
    }

    /** @return such as {@code 1 page} or {@code 3 pages} */
    static String of(long number, String one) {
        return of(number) + " " + one + (number == 1 ? "" : "s");
    }

    /** @return such as {@code 412 bytes}, {@code 3.1 kB} or {@code 10 MB} */
    static String bytes(long bytes) {
        if (bytes < 1_000) {
            return of(bytes, "byte");
        }
        return bytes < 1_000_000 ? rounded(bytes / 1e3) + " kB" : rounded(bytes / 1e6) + " MB";
    }

    /** @return rows per second; 0 for what took no time */
    static double perSecond(long rows, Duration took) {
        double seconds = Times.inSeconds(took);
        return seconds > 0 ? rows / seconds : 0;
    }

    /** @return three digits of it, but for what is small */
    static String rounded(double number) {
        if (number < 10 && number != Math.rint(number)) {
            return String.format(Locale.ROOT, "%.1f", number);
        }
        double step = Math.max(1, Math.pow(10, Math.floor(Math.log10(Math.max(1, number))) - 2));
        return String.format(Locale.ROOT, "%,.0f", Math.rint(number / step) * step);
    }
}
