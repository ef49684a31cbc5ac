package io.cameletl.internal.engine.events;

import io.cameletl.EtlEvent;
import io.cameletl.EtlEvent.Kind;
import io.cameletl.EtlException;
import io.cameletl.PageReport;
import io.cameletl.PipelineListener;
import io.cameletl.PipelineListener.RunEnd;
import io.cameletl.PipelineListener.RunStart;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunReport;
import io.cameletl.SkippedPage;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.DatabaseSection;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.engine.driver.PipelineStore.Reckoning;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.engine.driver.Step;
import io.cameletl.internal.engine.spec.PipelineSpec;
import io.cameletl.internal.outlet.Outlet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Tells a pipeline's listeners of each thing that is certain, in order, and not of the same thing over and over.
 * Thread-safe.
 */
public final class PipelineEvents {
    /** So long a record may wait for what another pipeline, or another load, has to bring. */
    public static final Duration OVERDUE = Duration.ofHours(1);

    private final String pipeline;
    private final Audience audience;
    private final Repetition repetition;
    private final Lateness lateness;
    private final Outage outage;
    private final Clock clock;
    private final BooleanSupplier stopping;

    public PipelineEvents(PipelineSpec<?> spec, List<? extends PipelineListener> listeners, Clock clock) {
        this(
                spec.name(),
                new Audience(spec.name(), listeners),
                new Repetition(System::nanoTime),
                new Lateness(spec.settings().lateAfter(), spec.settings().lookback(), clock, System::nanoTime),
                new Outage(System::nanoTime),
                clock,
                () -> false);
    }

    private PipelineEvents(
            String pipeline,
            Audience audience,
            Repetition repetition,
            Lateness lateness,
            Outage outage,
            Clock clock,
            BooleanSupplier stopping) {
        this.pipeline = pipeline;
        this.audience = audience;
        this.repetition = repetition;
        this.lateness = lateness;
        this.outage = outage;
        this.clock = clock;
        this.stopping = stopping;
    }

    /** @return the same for one run, which does not wait for listeners once it is to end */
    public PipelineEvents ofRun(BooleanSupplier runIsStopping) {
        return new PipelineEvents(pipeline, audience, repetition, lateness, outage, clock, runIsStopping);
    }

    public Instant now() {
        return clock.instant();
    }

    /** Nobody is told of a claim, but it shows how far the target has come. */
    public void claimed(Position position) {
        lateness.claimed(position);
    }

    public void runStarted(long runNumber, Window window) {
        RunStart start = new RunStart(pipeline, runNumber, window);
        audience.tell(listener -> listener.runStarted(start), stopping);
    }

    /** @param result what became of its records */
    public void pageCommitted(PageReport page, PageResult result) {
        audience.tell(listener -> listener.pageCommitted(page), stopping);
        rejected(page.runNumber(), page.page(), result.leftOut().rejected());
        List<RejectedRecord> postponed = result.leftOut().postponed();
        if (!postponed.isEmpty()) {
            EtlEvent.Example first = Told.example(pipeline, postponed);
            happens(
                    Kind.RECORDS_POSTPONED,
                    first.table(),
                    leftOut -> new EtlEvent.RecordsPostponed(
                            pipeline,
                            page.runNumber(),
                            now(),
                            page.page(),
                            postponed.size(),
                            result.waiting(),
                            first,
                            leftOut));
        } else if (result.waiting() == 0) {
            repetition.over(Set.of(Kind.RECORDS_POSTPONED, Kind.RECORDS_OVERDUE));
        }
        RejectedRecord oldest = result.oldest();
        if (page.runNumber() == 0 && oldest != null && oldest.since().isBefore(now().minus(OVERDUE))) {
            happens(
                    Kind.RECORDS_OVERDUE,
                    "",
                    leftOut -> new EtlEvent.RecordsOverdue(
                            pipeline,
                            now(),
                            result.waiting(),
                            oldest.since(),
                            Told.example(pipeline, List.of(oldest))));
        }
    }

    /**
     * Records were set aside.
     *
     * @param page their page's number; 0 for records that had been postponed before
     */
    public void rejected(long runNumber, int page, List<RejectedRecord> rejected) {
        if (!rejected.isEmpty()) {
            occurred(new EtlEvent.RecordsRejected(
                    pipeline, runNumber, now(), page, rejected.size(), Told.example(pipeline, rejected)));
        }
    }

    public void pageSkipped(SkippedPage page, Exception failure) {
        occurred(new EtlEvent.PageSkipped(
                pipeline, now(), Told.page(pipeline, page), Outlet.failure(pipeline, failure)));
    }

    /** A page is about to be tried again; called on the thread that reads ahead, too. */
    public void pageRetried(long runNumber, int attempt, int attempts, Duration delay, Exception failure) {
        Exception told = Outlet.failure(pipeline, failure);
        happens(
                Kind.PAGE_RETRIED,
                String.valueOf(told),
                leftOut ->
                        new EtlEvent.PageRetried(pipeline, runNumber, now(), attempt, attempts, delay, told, leftOut));
    }

    /**
     * A run could not begin, or not end, and tries again.
     *
     * @param step {@code begin} or {@code end}
     * @param attempts how many tries may follow
     */
    public void runRetried(long runNumber, String step, int attempts, Exception failure) {
        Exception told = Outlet.failure(pipeline, failure);
        happens(
                Kind.RUN_RETRIED,
                step + ' ' + told,
                leftOut -> new EtlEvent.RunRetried(pipeline, runNumber, now(), step, attempts, told, leftOut));
    }

    /** @param failure what failed the run; null when nothing did */
    public void runEnded(RunReport run, @Nullable Exception failure) {
        Exception told = failure == null ? null : Outlet.failure(pipeline, failure);
        RunEnd end = new RunEnd(run, told);
        audience.tell(listener -> listener.runEnded(end), stopping);
        if (told != null) {
            outage.failed();
            happens(Kind.RUN_FAILED, told.toString(), leftOut -> new EtlEvent.RunFailed(now(), run, told, leftOut));
        } else if (outage.isEndedBy(run.outcome())) {
            repetition.over(Set.of(Kind.PAGE_RETRIED, Kind.RUN_RETRIED));
            Outage.Past past = outage.end();
            if (repetition.over(Set.of(Kind.RUN_FAILED, Kind.RUN_STALLED))) {
                occurred(new EtlEvent.RunRecovered(pipeline, run.runNumber(), now(), past.failures(), past.lasted()));
            }
        }
        lateness.ended(run);
        late(run.runNumber(), stopping);
    }

    /** Some time has passed. */
    void looked() {
        late(0, () -> true);
    }

    private void late(long runNumber, BooleanSupplier noWaiting) {
        Duration lag = lateness.lag();
        if (lag != null && lateness.isLate(lag)) {
            happens(
                    Kind.PIPELINE_LATE,
                    "",
                    leftOut -> new EtlEvent.PipelineLate(pipeline, runNumber, now(), lag),
                    noWaiting);
        } else if (lag != null && repetition.over(Set.of(Kind.PIPELINE_LATE))) {
            tell(new EtlEvent.PipelineCaughtUp(pipeline, runNumber, now(), lag), noWaiting);
        }
    }

    /** @param section what it has under way at a database; null where that is not known */
    void stalled(long runNumber, Step step, @Nullable DatabaseSection section) {
        outage.stalled(step.lasted());
        happens(
                Kind.RUN_STALLED,
                step.phase(),
                leftOut -> new EtlEvent.RunStalled(pipeline, runNumber, now(), Told.stall(step, section)),
                () -> true);
    }

    /** @param reckoning what the rows of this run, and of those before it, were made into; empty when it is not time */
    public void reckoned(RunReport run, Optional<Reckoning> reckoning) {
        reckoning
                .filter(Reckoning::isFew)
                .ifPresent(few -> occurred(new EtlEvent.FewRecords(
                        pipeline, run.runNumber(), now(), few.rows(), few.records(), few.usual())));
    }

    /** @param words what tells this event from others of its kind; how many were left out goes into the event */
    public void happens(Kind kind, String words, LongFunction<EtlEvent> event) {
        happens(kind, words, event, stopping);
    }

    private void happens(Kind kind, String words, LongFunction<EtlEvent> event, BooleanSupplier noWaiting) {
        OptionalLong leftOut = repetition.happens(kind, words);
        if (leftOut.isPresent()) {
            tell(event.apply(leftOut.getAsLong()), noWaiting);
        } else if (noWaiting == stopping) {
            // What was only looked at did not happen once more.
            EtlEvent another = event.apply(0);
            audience.tellEach(listener -> listener.eventOccurred(another));
        }
    }

    /** The same, for those who must not wait. */
    public void noted(Kind kind, String words, EtlEvent event) {
        happens(kind, words, leftOut -> event, () -> true);
    }

    /** Something that was told of is over. */
    public void over(Set<Kind> kinds) {
        repetition.over(kinds);
    }

    public void occurred(EtlEvent event) {
        tell(event, stopping);
    }

    private void tell(EtlEvent event, BooleanSupplier noWaiting) {
        audience.tell(listener -> listener.eventOccurred(event), noWaiting);
    }

    /** Lets listeners hear what they have been told, for a while. */
    void flush() {
        audience.flush();
    }

    /** @return what a failure says of itself: its message, or its class where it has none */
    public static String reason(String pipeline, Throwable failure) {
        return failure instanceof EtlException known
                ? String.valueOf(known.getMessage())
                : Outlet.text(pipeline, Outlet.words(failure));
    }
}
