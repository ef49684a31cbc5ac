package io.cameletl.postgres.copy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Date;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/** What stands for PostgreSQL's {@code infinity} in Java: pgjdbc's values, and the ends of {@link Instant}. */
final class Infinity {
    private static final Set<Object> LAST = Set.of(LocalDate.MAX, LocalDateTime.MAX, OffsetDateTime.MAX, Instant.MAX);
    private static final Set<Object> FIRST = Set.of(LocalDate.MIN, LocalDateTime.MIN, OffsetDateTime.MIN, Instant.MIN);

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
        if (LAST.contains(value)) {
            return "infinity";
        }
        return FIRST.contains(value) ? "-infinity" : null;
    }
}
