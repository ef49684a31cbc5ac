package io.cameletl.internal.values;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/** What stands for PostgreSQL's {@code infinity} in Java: pgjdbc's values, and the ends of {@link Instant}. */
final class Infinity {
    private Infinity() {}

    /** @return {@code infinity}, {@code -infinity}, or null for a finite value */
    @SuppressWarnings("JavaUtilDate")
    static @Nullable String of(Object value) {
        if (value instanceof Date date) {
            long millis = date.getTime();
            if (millis == PGStatement.DATE_POSITIVE_INFINITY || millis == PGStatement.DATE_POSITIVE_SMALLER_INFINITY) {
                return "infinity";
            }
            return millis == PGStatement.DATE_NEGATIVE_INFINITY || millis == PGStatement.DATE_NEGATIVE_SMALLER_INFINITY
                    ? "-infinity"
                    : null;
        }
        if (value instanceof Instant at) {
            return word(at, Instant.MIN, Instant.MAX);
        }
        if (value instanceof OffsetDateTime at) {
            return word(at, OffsetDateTime.MIN, OffsetDateTime.MAX);
        }
        if (value instanceof LocalDateTime at) {
            return word(at, LocalDateTime.MIN, LocalDateTime.MAX);
        }
        return value instanceof LocalDate at ? word(at, LocalDate.MIN, LocalDate.MAX) : null;
    }

    private static @Nullable String word(Object at, Object first, Object last) {
        if (at.equals(last)) {
            return "infinity";
        }
        return at.equals(first) ? "-infinity" : null;
    }
}
