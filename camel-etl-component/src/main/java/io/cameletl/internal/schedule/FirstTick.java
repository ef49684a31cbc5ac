package io.cameletl.internal.schedule;

import org.apache.camel.Route;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.support.RoutePolicySupport;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerKey;

/**
 * A route policy that adds a tick when a {@code quartz:} route starts, once its consumer is there to take it; with a
 * job store in a database only while the schedule has never ticked. Does nothing on routes from elsewhere.
 * Thread-safe.
 */
public final class FirstTick extends RoutePolicySupport {
    /** A policy that may be shared by routes. */
    public FirstTick() {}

    @Override
    public void onStart(Route route) {
        if (route.getEndpoint() instanceof QuartzEndpoint timer) {
            try {
                tick(timer.getComponent().getScheduler(), timer.getTriggerKey());
            } catch (SchedulerException e) {
                throw new RuntimeCamelException(e);
            }
        }
    }

    private static void tick(Scheduler scheduler, TriggerKey key) throws SchedulerException {
        Trigger trigger = scheduler.getTrigger(key);
        boolean known = scheduler.getMetaData().isJobStoreSupportsPersistence()
                && trigger != null
                && trigger.getPreviousFireTime() != null;
        if (!known) {
            scheduler.triggerJob(new JobKey(key.getName(), key.getGroup()));
        }
    }
}
