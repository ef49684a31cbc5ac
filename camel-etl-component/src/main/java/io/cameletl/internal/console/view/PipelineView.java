package io.cameletl.internal.console.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One pipeline, with all that is known of it.
 *
 * @param at now, by the clock of the state database
 * @param readAt when this was read from the database, by its clock
 * @param away why the database cannot be read now; null when it can be
 * @param line as in the list of all
 * @param cursor the position as JSON; null before the first, and {@code hidden: role repair} for who may not see it
 * @param windowFromAt the window's start; null before the first
 * @param windowBeforeAt the window's end; null before the first, its start when it is drained
 * @param error the whole last error; null when the last run did not fail
 * @param verification the last comparison of source and target that came to its end; null when there has been none
 * @param runs at most 50, newest first
 * @param lags how far behind it was, as this process has seen it, oldest first; empty when it has not
 * @param skipped pages given up
 * @param rejected records that the target refused
 * @param postponed records that wait for rows which they refer to
 * @param options as they are in effect, without secrets; empty when the pipeline is not in this process
 * @param statements what a page runs; empty when the pipeline is not in this process, or has run no page in it
 * @param actions what was done by hand, newest first
 */
public record PipelineView(
        Instant at,
        Instant readAt,
        @Nullable String away,
        PipelineLine line,
        @Nullable String cursor,
        @Nullable Instant windowFromAt,
        @Nullable Instant windowBeforeAt,
        @Nullable String error,
        @Nullable VerificationLine verification,
        List<RunLine> runs,
        List<LagSample> lags,
        LedgerPage<SkippedLine> skipped,
        LedgerPage<RejectedLine> rejected,
        LedgerPage<RejectedLine> postponed,
        List<EffectiveOption> options,
        List<PageStatement> statements,
        List<ActionLine> actions) {
    public PipelineView {
        runs = List.copyOf(runs);
        lags = List.copyOf(lags);
        options = List.copyOf(options);
        statements = List.copyOf(statements);
        actions = List.copyOf(actions);
    }

    /**
     * A comparison of source and target.
     *
     * @param endedAt when it ended
     * @param took how long it took
     * @param outcome {@code VERIFIED}, or {@code RECONCILED} when what it found was repaired
     * @param table the target table
     * @param rows source rows that were compared
     * @param missing in the target
     * @param different in the target
     * @param surplus in the target
     */
    public record VerificationLine(
            Instant endedAt,
            Duration took,
            String outcome,
            String table,
            long rows,
            long missing,
            long different,
            long surplus) {}

    /**
     * A run, or a cursor set by hand.
     *
     * @param run its number
     * @param outcome the name of a {@link io.cameletl.RunOutcome}, {@code SEEK}, {@code RESET} or {@code ADOPT}
     * @param records that the rows were made into; null where that was not recorded
     * @param tables what became of them in each table
     * @param message failure or note; null when there is nothing to say
     */
    public record RunLine(
            long run,
            String outcome,
            Instant startedAt,
            Duration took,
            int pages,
            long rows,
            @Nullable Long records,
            List<TableLine> tables,
            @Nullable String message) {
        public RunLine {
            tables = List.copyOf(tables);
        }
    }

    /** What a run did to a table: shown as + ~ − =, in this order. */
    public record TableLine(
            String table, long inserted, long updated, long deleted, long unchanged, long postponed, long rejected) {}

    /** How far the target was behind at a time. */
    public record LagSample(Instant at, Duration lag) {}

    /**
     * An option as it is in effect.
     *
     * @param value as text; {@code (cut)} where it is secret
     * @param given whether somebody set it
     */
    public record EffectiveOption(String name, String value, boolean given) {}

    /**
     * A statement that a page runs.
     *
     * @param what it is for, such as {@code extract}
     * @param sql its text
     * @param number by which its plan is asked for
     */
    public record PageStatement(String what, String sql, int number) {}

    /**
     * Something that was done by hand.
     *
     * @param action the name of its kind, such as {@code PAUSE}
     * @param by who
     * @param way by which they came
     * @param details what exactly, as JSON
     */
    public record ActionLine(String action, String by, String way, Instant at, String details) {}
}
