package io.cameletl.internal.jdbc.watch;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Settings local to a transaction by which the server notices that nobody is there any more, and lets go of what the
 * transaction holds: by about the end of the lease. They change nothing over a Unix socket. Besides, the session's name, by
 * which a DBA finds it.
 */
public final class SessionSettings {
    /** An open transaction of users' code may compute for so long between two statements. */
    private static final Duration USERS_TIME = Duration.ofHours(1);

    private static final Duration LEAST_IDLE = Duration.ofSeconds(5);
    private static final int MAX_BYTES = 63;

    private SessionSettings() {}

    /**
     * @param pipeline whose session it is
     * @param usersCode whether users' code has the connection for a part of the transaction
     * @return columns of a SELECT, for the lease of the run that the thread works for
     */
    public static String columns(String pipeline, boolean usersCode) {
        Duration lease = WorkRun.current().work().lease();
        Duration idle = Work.longer(lease, usersCode ? USERS_TIME : LEAST_IDLE);
        return setting("idle_in_transaction_session_timeout", text(idle.toMillis()))
                // Other systems than these refuse it.
                + ", "
                + setting(
                        "client_connection_check_interval",
                        "CASE WHEN pg_catalog.version() OPERATOR(pg_catalog.~*) 'linux|darwin|apple|bsd' THEN "
                                + text(Work.between(1_000, lease.toMillis() / 3, 10_000)) + " ELSE '0' END")
                + ", " + setting("tcp_keepalives_idle", text(Work.between(1, lease.toSeconds() / 2, 600)))
                + ", " + setting("tcp_keepalives_interval", text(Work.between(1, lease.toSeconds() / 6, 200)))
                + ", " + setting("tcp_keepalives_count", text(3))
                + ", " + setting("tcp_user_timeout", text(Work.between(5_000, lease.toMillis(), 1_200_000)))
                + ", " + setting("application_name", literal(name(pipeline)));
    }

    private static String setting(String name, String value) {
        return "pg_catalog.set_config('" + name + "', " + value + ", true)";
    }

    private static String text(long number) {
        return "'" + Math.min(number, Integer.MAX_VALUE) + "'";
    }

    private static String literal(String text) {
        return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /** The server would cut it in the middle of a character. */
    private static String name(String pipeline) {
        StringBuilder name = new StringBuilder("camel-etl ");
        int bytes = name.length();
        for (int at = 0; at < pipeline.length(); at = pipeline.offsetByCodePoints(at, 1)) {
            String character = Character.toString(pipeline.codePointAt(at));
            bytes += character.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_BYTES) {
                break;
            }
            name.append(character);
        }
        return name.toString();
    }
}
