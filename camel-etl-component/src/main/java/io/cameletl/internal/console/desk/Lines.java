package io.cameletl.internal.console.desk;

import io.cameletl.PipelineStatus.Running;
import io.cameletl.internal.adapter.control.Role;
import io.cameletl.internal.console.state.StateLine;
import io.cameletl.internal.console.view.Act;
import io.cameletl.internal.console.view.PipelineLine;
import io.cameletl.internal.console.view.PipelineLine.Ledgers;
import io.cameletl.internal.console.view.PipelineLine.RunningNow;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the line of a pipeline for a visitor.
 *
 * @param now by the clock of the state database
 * @param ahead how far that clock is ahead of this process's
 */
record Lines(Visitor visitor, Instant now, Duration ahead) {
    PipelineLine of(StateLine stored, Live known) {
        Live live = known.by(ahead);
        StateLine line = current(stored, live);
        Judgement judgement = Judgement.of(line, live, now);
        return new PipelineLine(
                line.name(),
                judgement.condition(),
                judgement.why(),
                judgement.also(),
                line.lag(),
                line.lastGood(),
                line.running(),
                line.runs(),
                live.nextTick(),
                line.failures(),
                firstLine(Values.text(line.name(), line.error(), visitor.caller())),
                line.ledgers(),
                line.paused(),
                live.here(),
                acts(line, live));
    }

    /** Of a run in this process more is known than the tables say. */
    private StateLine current(StateLine line, Live live) {
        RunningNow stored = line.running();
        Running now = live.running();
        if (stored == null || now == null || stored.run() != now.runNumber()) {
            return line;
        }
        Duration took = Duration.between(stored.since(), this.now);
        RunningNow running = new RunningNow(
                stored.run(),
                stored.since(),
                now.phase(),
                now.phaseSince(),
                now.page(),
                now.rows(),
                took.toMillis() < 500 ? null : (Double) (now.rows() * 1e3 / took.toMillis()),
                stored.holder());
        return new StateLine(
                line.name(),
                line.lag(),
                line.paused(),
                line.failures(),
                line.error(),
                line.openUntil(),
                running,
                line.diedAt(),
                line.holder(),
                line.lastGood(),
                line.ledgers(),
                line.runs());
    }

    private static @Nullable String firstLine(@Nullable String text) {
        return text == null ? null : text.lines().findFirst().orElse("");
    }

    /** What may be done, and would do something. */
    private Set<Act> acts(StateLine line, Live live) {
        Set<Act> acts = EnumSet.noneOf(Act.class);
        Role role = visitor.caller().role();
        if (visitor.writes() && role.includes(Role.OPERATE)) {
            acts.add(line.paused() ? Act.RESUME : Act.PAUSE);
            if (line.openUntil() != null) {
                acts.add(Act.CLOSE_BREAKER);
            }
            if (live.here()) {
                acts.add(line.running() == null ? Act.RUN : Act.STOP);
            }
            if (live.comparable() && line.running() == null) {
                acts.add(Act.VERIFY);
            }
        }
        if (visitor.writes() && role.includes(Role.REPAIR)) {
            Ledgers ledgers = line.ledgers();
            if (ledgers.skipped() + ledgers.rejected() > 0) {
                acts.add(Act.DISCARD);
            }
            if (live.here()) {
                acts.add(Act.SEEK);
                acts.add(Act.RELOAD);
                acts.add(Act.RESET);
                if (live.comparable()) {
                    acts.add(Act.RECONCILE);
                }
                if (ledgers.skipped() + ledgers.rejected() + ledgers.postponed() > 0) {
                    acts.add(Act.REPLAY);
                }
            }
        }
        return acts;
    }
}
