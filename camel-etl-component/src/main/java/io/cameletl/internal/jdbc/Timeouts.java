package io.cameletl.internal.jdbc;

import java.time.Duration;

/**
 * How long PostgreSQL lets the statements of one transaction go on.
 *
 * @param lock how long one waits for a lock; zero for as long as the server's setting lets it
 * @param statement how long one lasts; zero for as long as the server's setting lets it
 */
public record Timeouts(Duration lock, Duration statement) {
    /** The server's settings. */
    public static final Timeouts NONE = new Timeouts(Duration.ZERO, Duration.ZERO);

    /** @throws IllegalArgumentException naming the option that is out of its range */
    public Timeouts {
        check("lockTimeout", lock);
        check("statementTimeout", statement);
    }

    private static void check(String option, Duration value) {
        if (value.isNegative() || value.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    option + " must be between 0 and " + Integer.MAX_VALUE + " ms, not " + value.toMillis());
        }
    }

    /** @return more expressions of a SELECT that makes settings local to its transaction; empty for none */
    public String settings() {
        return set("lock_timeout", lock) + set("statement_timeout", statement);
    }

    private static String set(String setting, Duration value) {
        return value.isZero()
                ? ""
                : ",\n       pg_catalog.set_config('" + setting + "', '" + value.toMillis() + "', true)";
    }
}
