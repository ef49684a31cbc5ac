package io.cameletl.internal.schedule;

import java.util.Date;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzComponent;
import org.quartz.JobExecutionContext;
import org.quartz.Trigger;
import org.quartz.impl.matchers.GroupMatcher;
import org.quartz.listeners.TriggerListenerSupport;

/**
 * Leaves out a tick when the next one is due already. Quartz makes up for one tick of those that are late by more than
 * its misfire threshold, a minute, but for each of the others.
 */
@SuppressWarnings("JavaUtilDate") // Quartz's own
final class LateTicks extends TriggerListenerSupport {
    private LateTicks() {}

    /** For all pipelines of a context; once more is as good as once. */
    static void in(CamelContext context) {
        context.getComponent("quartz", QuartzComponent.class).addScheduleInitTask(scheduler -> scheduler
                .getListenerManager()
                .addTriggerListener(new LateTicks(), GroupMatcher.triggerGroupEquals(Schedule.GROUP)));
    }

    @Override
    public String getName() {
        return LateTicks.class.getName();
    }

    @Override
    public boolean vetoJobExecution(Trigger trigger, JobExecutionContext tick) {
        return isLeftOut(tick);
    }

    static boolean isLeftOut(JobExecutionContext tick) {
        Date next = tick.getNextFireTime();
        return next != null && next.before(new Date());
    }
}
