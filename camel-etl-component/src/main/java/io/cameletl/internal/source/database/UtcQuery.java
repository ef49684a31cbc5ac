package io.cameletl.internal.source.database;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a product is asked for the time in UTC, as text, whatever its session's settings are. */
final class UtcQuery {
    /** A date and a time of day, as the products write them; the offset, if there is one, is nought. */
    private static final Pattern FORM = Pattern.compile(
            "(\\d{4}-\\d\\d-\\d\\d)[ T-](\\d\\d)[:.](\\d\\d)[:.](\\d\\d)(?:\\.(\\d{1,9})\\d*)?(?:Z|\\+00(?::?00)?)?");

    private UtcQuery() {}

    /** @return the query; null for a product that is not known */
    static @Nullable String of(String product) {
        String name = product.toLowerCase(Locale.ROOT);
        if (name.equals("postgresql")) {
            return "SELECT pg_catalog.to_char(pg_catalog.timezone('UTC', pg_catalog.clock_timestamp()),"
                    + " 'YYYY-MM-DD HH24:MI:SS.US')";
        } else if (name.contains("mysql") || name.contains("mariadb")) {
            return "SELECT CAST(UTC_TIMESTAMP(6) AS CHAR)";
        } else if (name.startsWith("oracle")) {
            return "SELECT TO_CHAR(SYS_EXTRACT_UTC(SYSTIMESTAMP), 'YYYY-MM-DD HH24:MI:SS.FF6') FROM DUAL";
        } else if (name.startsWith("microsoft sql server")) {
            return "SELECT CONVERT(varchar(27), SYSUTCDATETIME(), 121)";
        } else if (name.startsWith("db2")) {
            return "SELECT CHAR(CURRENT TIMESTAMP - CURRENT TIMEZONE) FROM SYSIBM.SYSDUMMY1";
        } else if (name.equals("h2")) {
            return "SELECT CAST(CURRENT_TIMESTAMP(6) AT TIME ZONE 'UTC' AS VARCHAR)";
        } else if (name.equals("sqlite")) {
            return "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')";
        }
        return null;
    }

    /** @throws DateTimeException when the text is no time in UTC */
    static Instant instant(@Nullable String text) {
        Matcher form = FORM.matcher(text == null ? "" : text.strip());
        if (!form.matches()) {
            throw new DateTimeException("no time in UTC: " + text);
        }
        String fraction = form.group(5) == null ? "" : "." + form.group(5);
        String iso = form.group(1) + "T" + form.group(2) + ":" + form.group(3) + ":" + form.group(4) + fraction;
        return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    }
}
