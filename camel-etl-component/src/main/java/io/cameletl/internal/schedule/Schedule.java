package io.cameletl.internal.schedule;

import io.cameletl.internal.route.EndpointUri;
import io.cameletl.internal.route.RouteBeans;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.apache.camel.model.RouteDefinition;
import org.jspecify.annotations.Nullable;

/**
 * When a pipeline's runs start. A tick that comes while a run goes on waits for it; of the ticks missed meanwhile, or
 * while the process was down, one is made up for.
 *
 * @param cron a Quartz cron expression; null when {@code every} is given
 * @param every the time from one tick to the next; null when {@code cron} is given
 * @param startAtOnce whether there is a first tick when the route starts, or, with a job store in a database, when the
 *     schedule is stored there or changed
 */
@SuppressWarnings("JavaUtilDate") // Quartz's own
public record Schedule(@Nullable String cron, @Nullable Duration every, boolean startAtOnce) {
    /** Of Quartz's, for jobs and triggers. */
    static final String GROUP = "etl";

    /** @throws IllegalArgumentException when there is not one of both, or it never comes to a tick */
    public Schedule {
        if ((cron == null) == (every == null)) {
            throw new IllegalArgumentException(
                    "its schedule is either every, such as 5m, or cron, such as 0 0/5 * * * ?; give one of them");
        }
        if (every != null && every.toMillis() < 1) {
            throw new IllegalArgumentException("every must be at least a millisecond, not " + every);
        }
        if (cron != null) {
            new CronTimes(cron);
        }
    }

    /**
     * Makes a route begin with the timer of this schedule. With a job store in a database the first tick belongs to the trigger, which the
     * first node stores and the others find: a node that starts does not tick again.
     *
     * @param name the pipeline's; its trigger is named so
     */
    public void begin(RouteDefinition route, String name, RouteBeans beans) {
        // Recoverable: the run of a node that died is triggered again on another. It also lets Camel find the route by
        // the job's name, not by the URI in the store, which is of the schedule that was stored first.
        EndpointUri uri = new EndpointUri("quartz:" + GROUP + "/" + name)
                .with("stateful", true)
                .with("recoverableJob", true);
        uri = cron == null ? uri.with("trigger.repeatInterval", interval()) : uri.with("cron", cron);
        boolean running = beans.context().isStarted();
        Instant first = firstTime(running);
        if (first != null) {
            uri = uri.with("trigger.startTime", beans.reference("firstTime", Date.from(first)));
        }
        if (startAtOnce && (running || (cron != null && first == null))) {
            route.routePolicyRef(beans.reference("firstTick", new FirstTick()).substring(1));
        }
        ClusterStop.on(beans.context());
        OneRoutePerTimer.in(beans.context());
        LateTicks.in(beans.context());
        ScheduleWatch.in(beans.context());
        route.from(uri.toString());
    }

    /**
     * @param running whether the context runs: there a tick at once would come before the route can take it, and
     *     Camel's start delay counts only there
     * @return null for now
     */
    private @Nullable Instant firstTime(boolean running) {
        if (cron == null) {
            return startAtOnce && !running ? null : Instant.now().plusMillis(interval());
        }
        Instant first = CronTimes.next(cron, Instant.EPOCH);
        // A cron that began long ago has missed ticks, and one of them is made up for at once.
        return startAtOnce && !running && first != null && first.isBefore(Instant.now()) ? Instant.EPOCH : null;
    }

    private long interval() {
        return every == null ? 0 : every.toMillis();
    }
}
