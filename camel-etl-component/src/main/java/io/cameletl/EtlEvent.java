package io.cameletl;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody should know of. Each occurrence is told of once.
 *
 * <p>Events are made by camel-etl only. Kinds, and components of each, may be added in minor releases: a {@code switch}
 * over them needs a default branch. As JSON an event has its components and the properties below, but for the cause.
 */
public sealed interface EtlEvent {
    /** What can happen, one for each record below; the names stay, for {@code ${body.kind}} in routes. */
    enum Kind {
        RUN_FAILED(RunFailed.class),
        PAGE_RETRIED(PageRetried.class),
        PAGE_SKIPPED(PageSkipped.class),
        RECORDS_REJECTED(RecordsRejected.class),
        RECORDS_POSTPONED(RecordsPostponed.class),
        BREAKER_OPENED(BreakerOpened.class),
        BREAKER_HALF_OPEN(BreakerHalfOpened.class),
        BREAKER_CLOSED(BreakerClosed.class),
        PIPELINE_LATE(PipelineLate.class),
        FEW_RECORDS(FewRecords.class),
        RECORDS_OVERDUE(RecordsOverdue.class);

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
     */
    record RunFailed(Instant at, RunReport run, Exception cause) implements EtlEvent {
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
            return run.message() == null ? text(cause) : run.message();
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
     */
    record PageRetried(
            String pipeline, long runNumber, Instant at, int attempt, int attempts, Duration delay, Exception cause)
            implements EtlEvent {
        @Override
        public String message() {
            return "a page failed, try " + attempt + " of " + attempts + " follows in " + delay.toMillis() + " ms: "
                    + text(cause);
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
     */
    record RecordsPostponed(
            String pipeline, long runNumber, Instant at, int page, int records, long waiting, Example first)
            implements EtlEvent {
        @Override
        public String message() {
            return records + " records were postponed, " + waiting + " wait in all; the first of table " + first.table
                    + ", " + first.key + ": " + first.reason + ". They are tried again with each page and run";
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
     */
    record BreakerOpened(String pipeline, Instant at, Instant until) implements EtlEvent {
        @Override
        public String message() {
            return "the circuit breaker is open until " + until + ": runs are refused; then one is let through to see";
        }
    }

    /**
     * The circuit breaker lets one run through to see whether things are well again.
     *
     * @param pipeline the pipeline's name
     * @param at when
     */
    record BreakerHalfOpened(String pipeline, Instant at) implements EtlEvent {
        @Override
        public String message() {
            return "the circuit breaker lets one run through to see";
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
     * The target is further behind the source than {@code lateAfter}; told again only once it had caught up.
     *
     * @param pipeline the pipeline's name
     * @param runNumber the run at whose end that was seen; 0 when the run did nothing
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

    private static String text(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getName() : message;
    }
}
