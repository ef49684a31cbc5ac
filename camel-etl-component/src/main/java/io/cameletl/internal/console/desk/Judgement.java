package io.cameletl.internal.console.desk;

import io.cameletl.internal.console.state.StateLine;
import io.cameletl.internal.console.view.Condition;
import io.cameletl.internal.console.view.PipelineLine.RunningNow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline is like, and why. There is no value of a record in it.
 *
 * @param why in one line; null when there is nothing to say
 */
record Judgement(Condition condition, @Nullable String why) {
    /** What a run elsewhere may take for one step; of those here their own process knows better. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    static Judgement of(StateLine line, Live live, Instant now) {
        Instant open = line.openUntil();
        if (open != null) {
            return new Judgement(
                    Condition.OPEN,
                    open.isAfter(now) ? "until " + time(open) + ", then one try" : "the next run is a try");
        }
        if (line.failures() > 0) {
            return new Judgement(
                    Condition.FAILING,
                    line.failures() == 1 ? "the last run failed" : line.failures() + " failed in a row");
        }
        String standing = standing(line, live, now);
        if (standing != null) {
            return new Judgement(Condition.STALLED, standing);
        }
        if (live.late()) {
            return new Judgement(Condition.LATE, "further behind than lateAfter allows");
        }
        if (line.paused()) {
            return new Judgement(Condition.PAUSED, "runs do nothing until it is resumed");
        }
        RunningNow running = line.running();
        if (running != null) {
            return new Judgement(Condition.RUNNING, "on " + running.holder());
        }
        return line.runs().isEmpty() && line.lastGood() == null
                ? new Judgement(Condition.NEVER, "no run yet")
                : new Judgement(Condition.OK, null);
    }

    /** @return why it stands; null when it does not */
    static @Nullable String standing(StateLine line, Live live, Instant now) {
        RunningNow running = line.running();
        if (running != null
                && (live.stalled()
                        || (live.running() == null
                                && Duration.between(running.phaseSince(), now).compareTo(PATIENCE) > 0))) {
            return "no progress since " + time(running.phaseSince()) + ", phase " + running.phase() + ", page "
                    + running.page();
        }
        if (line.diedAt() != null) {
            return line.holder() + " has not renewed its lease, which ran out at " + time(line.diedAt())
                    + ": the next run takes over";
        }
        return live.missedTick() == null
                ? null
                : "its schedule does not fire: a run should have started at " + time(live.missedTick());
    }

    private static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
