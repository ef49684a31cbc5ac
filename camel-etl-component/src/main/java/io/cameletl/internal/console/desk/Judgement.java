package io.cameletl.internal.console.desk;

import io.cameletl.internal.console.state.StateLine;
import io.cameletl.internal.console.view.Condition;
import io.cameletl.internal.console.view.PipelineLine.RunningNow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline is like, and why. There is no value of a record in it.
 *
 * @param condition the worst
 * @param why in one line; null when there is nothing to say
 * @param also what it is besides, worst first
 */
record Judgement(Condition condition, @Nullable String why, List<Condition> also) {
    /** What a run elsewhere may take for one step; of those here their own process knows better. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    static Judgement of(StateLine line, Live live, Instant now) {
        Map<Condition, String> whys = new EnumMap<>(Condition.class);
        Instant open = line.openUntil();
        if (open != null) {
            whys.put(
                    Condition.OPEN,
                    open.isAfter(now) ? "until " + time(open) + ", then one try" : "the next run is a try");
        }
        if (line.failures() > 0) {
            whys.put(
                    Condition.FAILING,
                    line.failures() == 1 ? "the last run failed" : line.failures() + " failed in a row");
        }
        String standing = standing(line, live, now);
        if (standing != null) {
            whys.put(Condition.STALLED, standing);
        }
        if (live.late()) {
            whys.put(Condition.LATE, "further behind than lateAfter allows");
        }
        if (live.unverified()) {
            whys.put(Condition.UNVERIFIED, "not compared with its source for longer than verifyEvery allows");
        }
        if (line.paused()) {
            whys.put(Condition.PAUSED, "runs do nothing until it is resumed");
        }
        RunningNow running = line.running();
        if (running != null) {
            whys.put(Condition.RUNNING, "on " + running.holder());
        }
        if (whys.isEmpty()) {
            return line.runs().isEmpty() && line.lastGood() == null
                    ? new Judgement(Condition.NEVER, "no run yet", List.of())
                    : new Judgement(Condition.OK, live.here() ? null : "when it last ran", List.of());
        }
        List<Condition> worstFirst = List.copyOf(whys.keySet());
        Condition worst = worstFirst.get(0);
        return new Judgement(worst, whys.get(worst), worstFirst.subList(1, worstFirst.size()));
    }

    /** @return why it stands; null when it does not */
    static @Nullable String standing(StateLine line, Live live, Instant now) {
        RunningNow running = line.running();
        if (running != null
                && (live.stalled()
                        || (live.running() == null
                                && Duration.between(running.phaseSince(), now).compareTo(PATIENCE) > 0))) {
            return "no progress since " + time(running.phaseSince()) + ", phase " + running.phase() + ", page "
                    + running.page() + (live.heldBy() == null ? "" : ": " + live.heldBy());
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
        return TIME.format(at);
    }
}
