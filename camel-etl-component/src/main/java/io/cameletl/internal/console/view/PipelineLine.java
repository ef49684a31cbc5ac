package io.cameletl.internal.console.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline in the list of all.
 *
 * @param name the pipeline's name
 * @param condition in one word
 * @param why the condition, in one line; null when there is nothing to say
 * @param also what it is besides, worst first
 * @param lag how far the target is behind; null when that is not known
 * @param lastGood when the last run ended that did not fail; null when none is known
 * @param running the run in hand; null when there is none
 * @param lastRuns at most 20, oldest first
 * @param nextTick when this process starts the next run; null when it is not known here
 * @param failures in a row
 * @param error the first line of the last error; null when the last run did not fail
 * @param ledgers how many lines are in them
 * @param paused whether runs do nothing, whatever the condition is
 * @param here whether this process has the pipeline, so that it can be run, stopped and replayed here
 * @param acts what this viewer may do and what can be done now
 */
public record PipelineLine(
        String name,
        Condition condition,
        @Nullable String why,
        List<Condition> also,
        @Nullable Duration lag,
        @Nullable Instant lastGood,
        @Nullable RunningNow running,
        List<RunMark> lastRuns,
        @Nullable Instant nextTick,
        int failures,
        @Nullable String error,
        Ledgers ledgers,
        boolean paused,
        boolean here,
        Set<Act> acts) {
    public PipelineLine {
        also = List.copyOf(also);
        lastRuns = List.copyOf(lastRuns);
        acts = Set.copyOf(acts);
    }

    /** @return whether it is so, as the worst or besides */
    public boolean is(Condition asked) {
        return condition == asked || also.contains(asked);
    }

    /**
     * A run that goes on.
     *
     * @param run its number
     * @param since when it began
     * @param phase such as {@code EXTRACT} or {@code LOAD}
     * @param phaseSince since when it has made no progress
     * @param page the number of the page in hand, from 1
     * @param rows committed so far
     * @param rowsPerSecond since it began; null when that says nothing yet
     * @param holder who holds the lease
     */
    public record RunningNow(
            long run,
            Instant since,
            String phase,
            Instant phaseSince,
            int page,
            long rows,
            @Nullable Double rowsPerSecond,
            String holder) {}

    /**
     * A run in the strip.
     *
     * @param run its number
     * @param outcome the name of a {@link io.cameletl.RunOutcome}, {@code SEEK}, {@code RESET} or {@code ADOPT}
     * @param startedAt when it began
     * @param took how long it took
     * @param rows that it committed
     */
    public record RunMark(long run, String outcome, Instant startedAt, Duration took, long rows) {}

    /**
     * Lines in the ledgers.
     *
     * @param skipped pages
     * @param rejected records
     * @param postponed records that wait for rows which they refer to
     */
    public record Ledgers(long skipped, long rejected, long postponed) {}
}
