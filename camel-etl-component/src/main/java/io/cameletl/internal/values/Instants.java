package io.cameletl.internal.values;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Calendar;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** Makes an instant of whatever a driver or a data format has for a time. */
public final class Instants {
    private static final int SHOWN = 60;

    private Instants() {}

    /** Null when it is no time; text in ISO form or the server's, of which that without offset is wall time. */
    public static @Nullable Instant of(Object value, ZoneId zone) {
        if (value instanceof Instant instant) {
            return instant;
        } else if (value instanceof java.sql.Date date) {
            return date.toLocalDate().atStartOfDay(zone).toInstant();
        } else if (value instanceof java.sql.Time) {
            return null;
        } else if (value instanceof Date date) {
            return date.toInstant();
        } else if (value instanceof OffsetDateTime time) {
            return time.toInstant();
        } else if (value instanceof ZonedDateTime time) {
            return time.toInstant();
        } else if (value instanceof LocalDateTime time) {
            return time.atZone(zone).toInstant();
        } else if (value instanceof LocalDate date) {
            return date.atStartOfDay(zone).toInstant();
        } else if (value instanceof Calendar calendar) {
            return calendar.toInstant();
        }
        return value instanceof CharSequence text ? parse(text.toString(), zone) : null;
    }

    public static String shortened(Object value) {
        String text = value.toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    private static @Nullable Instant parse(String text, ZoneId zone) {
        try {
            if (text.indexOf('T') < 0 && text.indexOf(' ') >= 0) {
                boolean offset = text.indexOf('+', text.indexOf(' ')) >= 0 || text.indexOf('-', text.indexOf(' ')) >= 0;
                return of(offset ? TimeReader.instant(text) : TimeReader.dateTime(text), zone);
            }
            TemporalAccessor parsed = (text.indexOf('T') < 0
                            ? DateTimeFormatter.ISO_DATE
                            : DateTimeFormatter.ISO_DATE_TIME)
                    .parseBest(text, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
            return of(parsed, zone);
        } catch (DateTimeException | IndexOutOfBoundsException | NumberFormatException e) {
            return null;
        }
    }
}
