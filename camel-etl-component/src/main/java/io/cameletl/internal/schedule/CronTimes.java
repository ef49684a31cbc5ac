package io.cameletl.internal.schedule;

import io.cameletl.internal.engine.spec.PassSchedule;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;

/**
 * The times of a Quartz cron expression, in the time zone of the process.
 *
 * @param cron the expression
 */
@SuppressWarnings("JavaUtilDate") // Quartz's own
public record CronTimes(String cron) implements PassSchedule {
    /** @throws IllegalArgumentException when it is no cron expression of Quartz's, or all its times are past */
    public CronTimes {
        if (next(cron, Instant.now()) == null) {
            throw new IllegalArgumentException("cron " + cron + " never fires: all its times are past, or no such day"
                    + " exists. Give one that has a future");
        }
    }

    /** Nobody wants it at another time, not even at first. */
    @Override
    public boolean isDueAtFirst() {
        return false;
    }

    @Override
    public @Nullable Instant after(Instant last) {
        return next(cron, last);
    }

    static @Nullable Instant next(String cron, Instant after) {
        try {
            Date next = new CronExpression(cron).getNextValidTimeAfter(Date.from(after));
            return next == null ? null : next.toInstant();
        } catch (ParseException e) {
            throw new IllegalArgumentException(
                    "cron " + cron + " is no cron expression of Quartz's: " + e.getMessage()
                            + ". It has six or seven fields: seconds, minutes, hours, day of month, month, day of week"
                            + " and perhaps year; one of the two days is a ?, as in 0 0/5 * * * ?",
                    e);
        }
    }
}
