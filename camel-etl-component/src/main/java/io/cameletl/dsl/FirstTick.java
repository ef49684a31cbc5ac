package io.cameletl.dsl;

import org.apache.camel.Route;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.support.RoutePolicySupport;
import org.quartz.JobKey;
import org.quartz.SchedulerException;
import org.quartz.TriggerKey;

/**
 * A route policy that adds a tick when a {@code quartz:} route starts, once its consumer is there to take it. Does
 * nothing on routes from elsewhere. Thread-safe.
 */
public final class FirstTick extends RoutePolicySupport {
    /** A policy that may be shared by routes. */
    public FirstTick() {}

    @Override
    public void onStart(Route route) {
        if (route.getEndpoint() instanceof QuartzEndpoint timer) {
            TriggerKey trigger = timer.getTriggerKey();
            try {
                timer.getComponent().getScheduler().triggerJob(new JobKey(trigger.getName(), trigger.getGroup()));
            } catch (SchedulerException e) {
                throw new RuntimeCamelException(e);
            }
        }
    }
}
