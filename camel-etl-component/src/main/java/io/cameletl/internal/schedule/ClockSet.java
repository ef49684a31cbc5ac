package io.cameletl.internal.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.quartz.CronTrigger;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleTrigger;
import org.quartz.Trigger;
import org.quartz.Trigger.TriggerState;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;

/**
 * Sets triggers anew after the machine's clock was set back: Quartz keeps the next time of each by that clock, and would
 * stand still until it has come there again. What goes by intervals fires when it would have fired; what goes by a
 * calendar fires at its next time from now on, by the new clock. A clock that was set forward needs nothing: Quartz makes
 * up for one tick.
 */
@SuppressWarnings("JavaUtilDate") // Quartz's own
final class ClockSet {
    private ClockSet() {}

    /** @return how many triggers were set anew */
    static int back(Scheduler scheduler, Instant now, Duration jump) throws SchedulerException {
        int count = 0;
        for (TriggerKey key : scheduler.getTriggerKeys(GroupMatcher.triggerGroupEquals(Schedule.GROUP))) {
            Trigger trigger = scheduler.getTrigger(key);
            Date start = trigger == null ? null : start(trigger, now, jump);
            if (start != null) {
                boolean paused = scheduler.getTriggerState(key) == TriggerState.PAUSED;
                scheduler.rescheduleJob(
                        key, trigger.getTriggerBuilder().startAt(start).build());
                if (paused) {
                    scheduler.pauseTrigger(key);
                }
                count++;
            }
        }
        return count;
    }

    /** @return null for one that is no schedule, such as one that fires once */
    private static @Nullable Date start(Trigger trigger, Instant now, Duration jump) {
        if (trigger instanceof CronTrigger) {
            return Date.from(now);
        }
        if (trigger instanceof SimpleTrigger simple
                && simple.getRepeatCount() == SimpleTrigger.REPEAT_INDEFINITELY
                && trigger.getNextFireTime() != null) {
            Instant next = trigger.getNextFireTime().toInstant().plus(jump);
            return Date.from(next.isBefore(now) ? now : next);
        }
        return null;
    }
}
