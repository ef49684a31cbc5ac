package io.cameletl.internal.engine.spec;

import io.cameletl.EtlException;
import io.cameletl.KeysetCursor;
import io.cameletl.TimestampCursor;
import io.cameletl.internal.values.Shortened;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells of a cursor that lies in the future. Runs after it would find nothing and say that all is read, while rows come
 * that they never see.
 */
public final class CursorAhead {
    /** How PostgreSQL and ISO 8601 write a date, or a time with its date. */
    private static final Pattern TIME = Pattern.compile(
            "(\\d{4,6})-(\\d\\d)-(\\d\\d)(?:[ T]\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?(?:Z|[+-]\\d\\d(?::?\\d\\d){0,2})?)?");

    /** The numbers and times of PostgreSQL that are greater than all others. */
    private static final Set<String> ENDLESS = Set.of("infinity", "+infinity", "inf", "+inf", "nan");

    private CursorAhead() {}

    /**
     * @param cursor where a run is to go on; null at the beginning
     * @param sourceNow the source's time
     * @throws EtlException when it is further ahead than {@code maxCursorAhead}
     * @throws Exception also what the source threw, which is asked for its first column's type where that matters
     */
    public static void check(PipelineSpec<?> spec, @Nullable Object cursor, Instant sourceNow) throws Exception {
        if (isAhead(spec, cursor, sourceNow)) {
            throw new EtlException(
                    spec.name(),
                    "the cursor " + Shortened.of(cursor) + " is ahead of the source's clock, " + sourceNow
                            + ", by more than maxCursorAhead=" + spec.settings().maxCursorAhead()
                            + ": it hides all rows that are to come until then. Set another with operation=seek, or"
                            + " raise maxCursorAhead, with 0 for any distance");
        }
    }

    /**
     * Checks a cursor that a message brought. The source is asked for its time only where this machine's says that the
     * cursor is ahead.
     *
     * @throws Exception also what the source threw
     */
    public static void checkGiven(PipelineSpec<?> spec, @Nullable Object cursor) throws Exception {
        if (isAhead(spec, cursor, Instant.now())) {
            check(spec, cursor, spec.source().now());
        }
    }

    private static boolean isAhead(PipelineSpec<?> spec, @Nullable Object cursor, Instant now) throws Exception {
        Duration most = spec.settings().maxCursorAhead();
        if (most.isZero()) {
            return false;
        }
        Instant at = time(spec.cursors().columns(), cursor);
        return at != null
                && at.isAfter(now.plus(most))
                && !(spec.source() instanceof FirstColumn first && first.isText());
    }

    /** @return the time that a cursor begins with; null when it begins with none */
    private static @Nullable Instant time(CursorColumns columns, @Nullable Object cursor) {
        if (cursor instanceof TimestampCursor timestamp) {
            return timestamp.at();
        }
        String first = cursor instanceof KeysetCursor keyset ? columns.first(keyset) : null;
        return first == null ? null : time(first);
    }

    /** @return its day's beginning: a day is as exact as a time whose zone nobody knows here */
    private static @Nullable Instant time(String text) {
        if (ENDLESS.contains(text.toLowerCase(Locale.ROOT))) {
            return Instant.MAX;
        }
        Matcher time = TIME.matcher(text);
        try {
            return time.matches()
                    ? LocalDate.of(
                                    Integer.parseInt(time.group(1)),
                                    Integer.parseInt(time.group(2)),
                                    Integer.parseInt(time.group(3)))
                            .atStartOfDay()
                            .toInstant(ZoneOffset.UTC)
                    : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
