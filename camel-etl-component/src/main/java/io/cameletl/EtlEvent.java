package io.cameletl;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody should know of. What goes on is not told over and over: the same is told again after an hour at
 * the earliest, then after two, four and so on, a day at most; what was over and is back is told anew. Two events are the
 * same when they are of one pipeline and kind, and their causes' words are, numbers aside.
 *
 * <p>Events are made by camel-etl only. Kinds, and components of each, may be added in minor releases: a {@code switch}
 * over them needs a default branch. As JSON an event has its components and the properties below, but for the cause.
 */
public sealed interface EtlEvent {
    /** What can happen, one for each record below; the names stay, for {@code ${body.kind}} in routes. */
    enum Kind {
        RUN_FAILED(RunFailed.class),
        RUN_STALLED(RunStalled.class),
        RUN_RECOVERED(RunRecovered.class),
        RUN_RETRIED(RunRetried.class),
        PAGE_RETRIED(PageRetried.class),
        PAGE_SKIPPED(PageSkipped.class),
        RECORDS_REJECTED(RecordsRejected.class),
        RECORDS_POSTPONED(RecordsPostponed.class),
        BREAKER_OPENED(BreakerOpened.class),
        BREAKER_HALF_OPEN(BreakerHalfOpened.class),
        BREAKER_CLOSED(BreakerClosed.class),
        PIPELINE_LATE(PipelineLate.class),
        PIPELINE_CAUGHT_UP(PipelineCaughtUp.class),
        SCHEDULE_NOT_FIRING(ScheduleNotFiring.class),
        FEW_RECORDS(FewRecords.class),
        RECORDS_OVERDUE(RecordsOverdue.class),
        VERIFIED(Verified.class),
        DIFFERENCES_FOUND(DifferencesFound.class),
        VERIFICATION_OVERDUE(VerificationOverdue.class),
        SCHEMA_CHANGED(SchemaChanged.class);

        private final Class<? extends EtlEvent> events;

        Kind(Class<? extends EtlEvent> events) {
            this.events = events;
        }

        private static Kind of(EtlEvent event) {
            return Arrays.stream(values())
                    .filter(kind -> kind.events == event.getClass())
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** @return what happened */
    @JsonProperty
    default Kind kind() {
        return Kind.of(this);
    }

    /** @return the pipeline's name */
    @JsonProperty
    String pipeline();

    /** @return the run it happened in; 0 when in none */
    @JsonProperty
    default long runNumber() {
        return 0;
    }

    /** @return when, by this machine's clock */
    @JsonProperty
    Instant at();

    /** @return what happened and what to do, in words */
    @JsonProperty
    String message();

    /** @return how many events like this one were left out since one was told of last */
    @JsonProperty
    default long leftOut() {
        return 0;
    }

    /** @return what failed; null when nothing did */
    @JsonIgnore
    default @Nullable Exception cause() {
        return null;
    }

    /**
     * A run ended because a page could not be loaded, or could not begin.
     *
     * @param at when
     * @param run what the run did before
     * @param cause what failed
     * @param leftOut how many runs have failed so since that was told of last
     */
    record RunFailed(Instant at, RunReport run, Exception cause, long leftOut) implements EtlEvent {
        @Override
        public String pipeline() {
            return run.pipeline();
        }

        @Override
        public long runNumber() {
            return run.runNumber();
        }

        @Override
        public String message() {
            return (run.message() == null ? text(cause) : run.message()) + more(leftOut);
        }
    }

    /**
     * A page failed for a reason that may pass, and is about to be tried again. Where pages are read ahead, it need not
     * be the page after the last one told of.
     *
     * @param pipeline the pipeline's name
     * @param runNumber the run
     * @param at when
     * @param attempt the number of the try that follows, from 1
     * @param attempts how many there may be, as {@code maximumRedeliveries} says
     * @param delay how long it is waited before that try
     * @param cause why the page failed
     * @param leftOut how many tries have failed so since that was told of last
     */
    record PageRetried(
            String pipeline,
            long runNumber,
            Instant at,
            int attempt,
            int attempts,
            Duration delay,
            Exception cause,
            long leftOut)
            implements EtlEvent {
        @Override
        public String message() {
            return "a page failed, try " + attempt + " of " + attempts + " follows in " + delay.toMillis() + " ms: "
                    + text(cause) + more(leftOut);
        }
    }

    /**
     * A run could not begin, or not end, for a reason that may pass, and tries again after growing waits. Told of once,
     * not per try: when the tries are used up, the run fails.
     *
     * @param pipeline the pipeline's name
     * @param runNumber the run; 0 while it has no number, as its lease could not be claimed
     * @param at when
     * @param step {@code begin} or {@code end}
     * @param attempts how many tries may follow
     * @param cause what failed
     * @param leftOut how many runs have met the same since that was told of last
     */
    record RunRetried(
            String pipeline, long runNumber, Instant at, String step, int attempts, Exception cause, long leftOut)
            implements EtlEvent {
        @Override
        public String message() {
            return "the run could not " + step + ", up to " + attempts + " tries follow: " + text(cause)
                    + more(leftOut);
        }
    }

    /**
     * A page was given up and is in the ledger.
     *
     * @param pipeline the pipeline's name
     * @param at when
     * @param page which page, and why; its id in the ledger is not known here, and 0
     * @param cause why it was given up
     */
    record PageSkipped(String pipeline, Instant at, SkippedPage page, Exception cause) implements EtlEvent {
        @Override
        public long runNumber() {
            return page.runNumber();
        }

        @Override
        public String message() {
            return "a page of " + page.rows() + " rows up to cursor "
                    + page.end().json() + " was given up: " + page.reason() + ". Correct what failed, then replay";
        }
    }

    /**
     * Records were set aside and are in the ledger.
     *
     * @param pipeline the pipeline's name
     * @param runNumber the run; 0 for a page loaded outside a run
     * @param at when
     * @param page their page's number within the run, from 1; 0 for records that were postponed before
     * @param records how many
     * @param first the first of them, as an example
     */
    record RecordsRejected(String pipeline, long runNumber, Instant at, int page, int records, Example first)
            implements EtlEvent {
        @Override
        public String message() {
            return records + " bad records were set aside, the first of table " + first.table + ", " + first.key + ": "
                    + first.reason + ". Correct them, then replay";
        }
    }

    /**
     * Records refer to rows that are not in the target yet, or are still referred to. They wait in the ledger, and each
     * page and run that follows tries them again.
     *
     * @param pipeline the pipeline's name
     * @param runNumber the run; 0 for a page loaded outside a run
     * @param at when
     * @param page their page's number within the run, from 1
     * @param records how many the page added
     * @param waiting how many wait in all
     * @param first the first of them, as an example
     * @param leftOut how many pages have postponed records of its table since that was told of last
     */
    record RecordsPostponed(
            String pipeline,
            long runNumber,
            Instant at,
            int page,
            int records,
            long waiting,
            Example first,
            long leftOut)
            implements EtlEvent {
        @Override
        public String message() {
            return records + " records were postponed, " + waiting + " wait in all; the first of table " + first.table
                    + ", " + first.key + ": " + first.reason + ". They are tried again with each page and run"
                    + more(leftOut);
        }
    }

    /**
     * Loads outside runs find that a record has been postponed for more than an hour. Each process tells at most once an
     * hour. Runs do not tell: they fail, or set the records aside.
     *
     * @param pipeline the pipeline's name
     * @param at when
     * @param waiting how many records wait in all
     * @param since since when the first of them has waited
     * @param first the record that has waited longest
     */
    record RecordsOverdue(String pipeline, Instant at, long waiting, Instant since, Example first) implements EtlEvent {
        @Override
        public String message() {
            return waiting + " records are postponed, the first since " + since + ": table " + first.table + ", "
                    + first.key + ": " + first.reason
                    + ". Load what they wait for; or send operation=replay, which fails"
                    + " for what has waited for an hour, or sets it aside with onBadRecord=reject";
        }
    }

    /**
     * The circuit breaker refuses runs from now on.
     *
     * @param pipeline the pipeline's name
     * @param at when
     * @param until until when runs are refused
     * @param leftOut how often it has opened since that was told of last, and was not closed
     */
    record BreakerOpened(String pipeline, Instant at, Instant until, long leftOut) implements EtlEvent {
        @Override
        public String message() {
            return "the circuit breaker is open until " + until + ": runs are refused; then one is let through to see"
                    + more(leftOut);
        }
    }

    /**
     * The circuit breaker lets one run through to see whether things are well again.
     *
     * @param pipeline the pipeline's name
     * @param at when
     * @param leftOut how often it has done so since that was told of last
     */
    record BreakerHalfOpened(String pipeline, Instant at, long leftOut) implements EtlEvent {
        @Override
        public String message() {
            return "the circuit breaker lets one run through to see" + more(leftOut);
        }
    }

    /**
     * The circuit breaker lets runs through again.
     *
     * @param pipeline the pipeline's name
     * @param at when
     */
    record BreakerClosed(String pipeline, Instant at) implements EtlEvent {
        @Override
        public String message() {
            return "the circuit breaker is closed: runs are let through again";
        }
    }

    /**
     * The target is further behind the source than {@code lateAfter}. That is looked at by time, also while a run hangs or
     * none begins.
     *
     * @param pipeline the pipeline's name
     * @param runNumber the run at whose end that was seen; 0 when the run did nothing, or at no run's end
     * @param at when
     * @param lag how far behind
     */
    record PipelineLate(String pipeline, long runNumber, Instant at, Duration lag) implements EtlEvent {
        @Override
        public String message() {
            return "the target is " + lag.toSeconds() + " s behind the source, further than lateAfter allows";
        }
    }

    /**
     * A pipeline that was told to be late is not late any more.
     *
     * @param pipeline the pipeline's name
     * @param runNumber the run at whose end that was seen; 0 when at no run's end
     * @param at when
     * @param lag how far behind the target is now
     */
    record PipelineCaughtUp(String pipeline, long runNumber, Instant at, Duration lag) implements EtlEvent {
        @Override
        public String message() {
            return "the target has caught up: it is " + lag.toSeconds() + " s behind the source";
        }
    }

    /**
     * A run, a replay or a load has made no progress for half of {@code lateAfter}, or for five minutes where that is
     * shorter or {@code lateAfter} is not set. Where a server has yet to say who holds it up, that is waited for,
     * 15 seconds at most. It goes on waiting.
     *
     * @param pipeline the pipeline's name
     * @param runNumber the run; 0 for a page loaded outside a run, or while the lease is claimed
     * @param at when
     * @param stall where it stands
     */
    record RunStalled(String pipeline, long runNumber, Instant at, Stall stall) implements EtlEvent {
        @Override
        public String message() {
            return "no progress for " + stall.lasted.toSeconds() + " s in phase " + stall.phase + ", page " + stall.page
                    + (stall.session == null ? "" : ", session " + stall.session)
                    + (stall.waitsFor == null ? "" : ", which waits for " + stall.waitsFor)
                    + (stall.blockedBy.isEmpty() ? "" : ", blocked by session " + stall.blockedBy);
        }
    }

    /**
     * Where a run stands.
     *
     * @param phase {@code CLAIM}, {@code CLOCK}, {@code EXTRACT}, {@code TRANSFORM}, {@code LOAD}, {@code RETRY} or {@code
     *     FINISH}
     * @param lasted for how long there has been no progress
     * @param page the number of the page in hand, from 1
     * @param rows source rows that are committed so far
     * @param session the server process of the session that it waits for; null where that is not known
     * @param waitsFor what that session waits for, as {@code Lock:relation}; null where that is not known
     * @param blockedBy the server processes that it waits for; empty where that is not known
     */
    record Stall(
            String phase,
            Duration lasted,
            int page,
            long rows,
            @Nullable Integer session,
            @Nullable String waitsFor,
            List<Integer> blockedBy) {
        public Stall {
            blockedBy = List.copyOf(blockedBy);
        }
    }

    /**
     * A run has succeeded after one that failed or stood still.
     *
     * @param pipeline the pipeline's name
     * @param runNumber the run
     * @param at when
     * @param failures how many runs failed before, in this process
     * @param lasted since the first of them failed, or since a run stood still
     */
    record RunRecovered(String pipeline, long runNumber, Instant at, int failures, Duration lasted)
            implements EtlEvent {
        @Override
        public String message() {
            return "runs succeed again after " + lasted.toSeconds() + " s and " + failures + " that failed";
        }
    }

    /**
     * The schedule of a pipeline should have started a run and has not.
     *
     * @param pipeline the pipeline's name
     * @param at when
     * @param expected when the run should have started
     * @param state the state of its trigger in Quartz, as {@code PAUSED}; {@code NONE} when there is none
     */
    record ScheduleNotFiring(String pipeline, Instant at, Instant expected, String state) implements EtlEvent {
        @Override
        public String message() {
            return "its schedule should have started a run at " + expected
                    + " and has not; the state of its trigger is " + state
                    + ". See whether the scheduler or the trigger is paused, or all its threads are busy";
        }
    }

    /**
     * One of the records that an event is about.
     *
     * @param table the table it is meant for
     * @param key its key as a person reads it
     * @param reason why it was refused
     */
    record Example(String table, String key, String reason) {}

    /**
     * The source's rows were made into far fewer records than before: into none, or into less than a tenth of what was
     * usual. It is reckoned at the end of a run, as soon as the runs since the last reckoning had 100 rows. Told at each
     * reckoning until that has become usual.
     *
     * @param pipeline the pipeline's name
     * @param runNumber the run at whose end that was seen
     * @param at when
     * @param rows source rows since the last reckoning
     * @param records records that they were made into
     * @param usual how many records a row was made into before; null when nothing is known of before
     */
    record FewRecords(String pipeline, long runNumber, Instant at, long rows, long records, @Nullable Double usual)
            implements EtlEvent {
        @Override
        public String message() {
            return String.format(Locale.ROOT, "%,d source rows were made into %,d records", rows, records)
                    + (usual == null ? "" : String.format(Locale.ROOT, ", where %.3g of each row was usual", usual))
                    + ". See whether the transform leaves out what it should not; rows that are past the cursor are read"
                    + " again after a seek";
        }
    }

    /**
     * Source and target were compared, and agree.
     *
     * @param at when
     * @param report what was compared
     */
    record Verified(Instant at, VerificationReport report) implements EtlEvent {
        @Override
        public String pipeline() {
            return report.pipeline();
        }

        @Override
        public long runNumber() {
            return report.runNumber();
        }

        @Override
        public String message() {
            return report.summary();
        }
    }

    /**
     * Source and target were compared, and differ.
     *
     * @param at when
     * @param report what was compared, and in what they differ
     */
    record DifferencesFound(Instant at, VerificationReport report) implements EtlEvent {
        @Override
        public String pipeline() {
            return report.pipeline();
        }

        @Override
        public long runNumber() {
            return report.runNumber();
        }

        @Override
        public String message() {
            return report.summary()
                    + report.examples().stream()
                            .filter(one -> one.kind() != VerificationReport.Kind.WAITING)
                            .findFirst()
                            .map(one -> "; as " + one.kind().name().toLowerCase(Locale.ROOT) + " " + one.key())
                            .orElse("")
                    + ". See etl_verification for more";
        }
    }

    /**
     * The last comparison of source and target is older than {@code verifyEvery}, or there has been none for as long. It is
     * looked at when a run ends, and told once each time.
     *
     * @param pipeline the pipeline's name
     * @param at when
     * @param lastAt when the last comparison ended; null when there has been none
     * @param age how long ago; where there has been none, for how long the pipeline has been there
     */
    record VerificationOverdue(String pipeline, Instant at, @Nullable Instant lastAt, Duration age)
            implements EtlEvent {
        @Override
        public String message() {
            return (lastAt == null
                            ? "source and target were never compared in the " + age.toSeconds()
                                    + " s that the pipeline has been there"
                            : "source and target were last compared " + age.toSeconds() + " s ago")
                    + ", longer than verifyEvery allows. Send operation=verify";
        }
    }

    /**
     * The source's columns and a target table are not what they were to each other. Told once for the same in a process.
     *
     * @param pipeline the pipeline's name
     * @param runNumber the run; 0 when it was seen at the start, or for a page loaded outside a run
     * @param at when
     * @param table the target table
     * @param change what has changed
     * @param columns the columns that it is about; all of a new table
     * @param statement what was run at the target, or what to run; null when nothing is to be run
     */
    record SchemaChanged(
            String pipeline,
            long runNumber,
            Instant at,
            String table,
            SchemaChange change,
            List<String> columns,
            @Nullable String statement)
            implements EtlEvent {
        public SchemaChanged {
            columns = List.copyOf(columns);
        }

        @Override
        public String message() {
            return switch (change) {
                case TABLE_CREATED -> "the table " + table + " was created: " + statement;
                case COLUMNS_ADDED ->
                    "the table " + table + " has got the columns " + columns + ": " + statement
                            + ". Rows that were there before have NULL in them; to fill them, let the source's rows be"
                            + " read again, by operation=seek with a cursor before them";
                case COLUMNS_IGNORED ->
                    "the columns " + columns + " of the records are not loaded, the table " + table
                            + " does not have them. To have them loaded: " + statement;
                case COLUMNS_WIDER ->
                    "the columns " + columns + " are of wider types at the source than in the table " + table
                            + ", which will refuse what does not fit: " + statement;
                case COLUMNS_GONE ->
                    "the source's rows do not have the columns " + columns + " any more. The table " + table
                            + " keeps them; new rows have NULL in them, or the default";
            };
        }
    }

    /** How the source's columns and a target table may differ. */
    enum SchemaChange {
        /** The target did not have the table, and has it now. */
        TABLE_CREATED,
        /** The table did not have columns of the records, and has them now. */
        COLUMNS_ADDED,
        /** The table does not have columns of the records, which are left out. */
        COLUMNS_IGNORED,
        /** Columns of the source may hold what the table's cannot. */
        COLUMNS_WIDER,
        /** The source's rows had columns that they do not have any more. */
        COLUMNS_GONE
    }

    private static String more(long leftOut) {
        return leftOut == 0 ? "" : " (and " + leftOut + " more like this since that was told of last)";
    }

    private static String text(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getName() : message;
    }
}
