package io.cameletl.dsl;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.apache.camel.model.RouteDefinition;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;

/**
 * When a pipeline's runs start. A tick that comes while a run goes on waits for it; of the ticks missed meanwhile, or
 * while the process was down, one is made up for.
 *
 * @param cron a Quartz cron expression; null when {@code every} is given
 * @param every the time from one tick to the next; null when {@code cron} is given
 * @param startAtOnce whether there is a first tick when the route starts
 */
@SuppressWarnings("JavaUtilDate") // Quartz's own
record Schedule(@Nullable String cron, @Nullable Duration every, boolean startAtOnce) {
    /** @throws IllegalArgumentException when there is not one of both, or it never comes to a tick */
    Schedule {
        if ((cron == null) == (every == null)) {
            throw new IllegalArgumentException(
                    "its schedule is either every, such as 5m, or cron, such as 0 0/5 * * * ?; give one of them");
        }
        if (every != null && every.toMillis() < 1) {
            throw new IllegalArgumentException("every must be at least a millisecond, not " + every);
        }
        if (cron != null) {
            check(cron);
        }
    }

    private static void check(String cron) {
        try {
            if (new CronExpression(cron).getNextValidTimeAfter(new Date()) == null) {
                throw new IllegalArgumentException(
                        "cron " + cron + " never fires: all its times are past, or no such day"
                                + " exists. Give one that has a future");
            }
        } catch (ParseException e) {
            throw new IllegalArgumentException(
                    "cron " + cron + " is no cron expression of Quartz's: " + e.getMessage()
                            + ". It has six or seven fields: seconds, minutes, hours, day of month, month, day of week"
                            + " and perhaps year; one of the two days is a ?, as in 0 0/5 * * * ?",
                    e);
        }
    }

    /**
     * Lets a route begin with this.
     *
     * @param name the pipeline's; its trigger is named so
     */
    void begin(RouteDefinition route, String name, Beans beans) {
        EndpointUri uri = new EndpointUri("quartz:etl/" + name).with("stateful", true);
        boolean running = beans.context().isStarted();
        if (startAtOnce && (cron != null || running)) {
            route.routePolicyRef(beans.reference("firstTick", new FirstTick()).substring(1));
        }
        if (cron != null) {
            route.from(uri.with("cron", cron).toString());
            return;
        }
        long millis = every == null ? 0 : every.toMillis();
        uri = uri.with("trigger.repeatInterval", millis);
        if (!startAtOnce || running) {
            // A start delay would count only in a context that has started; and there, the tick at once would come
            // before the route can take it.
            Date first = Date.from(Instant.now().plusMillis(millis));
            uri = uri.with("trigger.startTime", beans.reference("firstTime", first));
        }
        route.from(uri.toString());
    }
}
