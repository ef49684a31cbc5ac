package io.cameletl.internal.schedule;

import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.support.LifecycleStrategySupport;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;

/**
 * What a node of a cluster does first when it stops. Camel stops the routes before the scheduler, and a tick that fires
 * in between is lost to all nodes: so the scheduler takes no more. What a run in progress leaves undone is not left
 * to the next tick, which may be a day away: another one is stored for whichever node is there.
 */
final class ClusterStop extends LifecycleStrategySupport {
    private ClusterStop() {}

    /** Once for each context. */
    static void on(CamelContext context) {
        if (context.getLifecycleStrategies().stream().noneMatch(ClusterStop.class::isInstance)) {
            context.addLifecycleStrategy(new ClusterStop());
        }
    }

    @Override
    public void onContextStopping(CamelContext context) {
        // A scheduler that contexts share goes on for the others.
        if (context.hasComponent("quartz") instanceof QuartzComponent quartz && quartz.isPrefixInstanceName()) {
            Scheduler scheduler = quartz.getScheduler();
            try {
                if (scheduler != null && scheduler.isStarted() && quartz.isClustered()) {
                    handOver(scheduler);
                }
            } catch (SchedulerException e) {
                throw new RuntimeCamelException(e);
            }
        }
    }

    private static void handOver(Scheduler scheduler) throws SchedulerException {
        scheduler.standby();
        for (JobExecutionContext running : scheduler.getCurrentlyExecutingJobs()) {
            JobKey job = running.getJobDetail().getKey();
            if (job.getGroup().equals(Schedule.GROUP)) {
                scheduler.triggerJob(job);
            }
        }
    }
}
