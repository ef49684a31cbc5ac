package io.cameletl.internal.schedule;

import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.quartz.listeners.TriggerListenerSupport;

/** Hears of each tick of a pipeline's schedule, but for those that are left out. */
@SuppressWarnings("JavaUtilDate") // Quartz's own
final class Ticks extends TriggerListenerSupport {
    private final Hearer hearer;

    /** Hears when the next one is to come. */
    interface Hearer {
        void fired(TriggerKey key, @Nullable Instant next);
    }

    private Ticks(Hearer hearer) {
        this.hearer = hearer;
    }

    static void of(Scheduler scheduler, Hearer hearer) throws SchedulerException {
        scheduler
                .getListenerManager()
                .addTriggerListener(new Ticks(hearer), GroupMatcher.triggerGroupEquals(Schedule.GROUP));
    }

    @Override
    public String getName() {
        return Ticks.class.getName() + '@' + System.identityHashCode(hearer);
    }

    @Override
    public void triggerFired(Trigger trigger, JobExecutionContext tick) {
        if (!LateTicks.isLeftOut(tick)) {
            Date next = trigger.getNextFireTime();
            hearer.fired(trigger.getKey(), next == null ? null : next.toInstant());
        }
    }
}
