package io.cameletl.internal.engine.events;

import io.cameletl.EtlEvent;
import io.cameletl.EtlEvent.Kind;
import io.cameletl.PageReport;
import io.cameletl.PipelineListener;
import io.cameletl.PipelineListener.RunEnd;
import io.cameletl.PipelineListener.RunStart;
import io.cameletl.PipelineStatus;
import io.cameletl.PipelineStatus.LastVerification;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.SkippedPage;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.CursorMove.LedgerEntries;
import io.cameletl.internal.engine.driver.DatabaseSection;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.engine.driver.PipelineStore.Reckoning;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.engine.driver.SchemaNews;
import io.cameletl.internal.engine.driver.Step;
import io.cameletl.internal.engine.events.EveryEvent.Comparison;
import io.cameletl.internal.engine.events.Tracing.Trace;
import io.cameletl.internal.engine.spec.PipelineSpec;
import io.cameletl.internal.outlet.Outlet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.function.Supplier;
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
    private final Teller teller;
    private final Lateness lateness;
    private final VerificationAge verification;
    private final Outage outage;
    private final Clock clock;
    private final OfRun own;

    /**
     * What is particular to one run.
     *
     * @param stopping whether not to wait for listeners any more
     * @param trace follows it
     */
    private record OfRun(BooleanSupplier stopping, Trace trace) {}

    public PipelineEvents(PipelineSpec<?> spec, List<? extends PipelineListener> listeners, Clock clock) {
        this(
                spec.name(),
                new Teller(Audience.of(spec.name(), listeners), new Repetition(System::nanoTime)),
                new Lateness(spec.settings().lateAfter(), spec.settings().lookback(), clock, System::nanoTime),
                new VerificationAge(spec.settings().verifyEvery(), System::nanoTime),
                new Outage(System::nanoTime),
                clock,
                new OfRun(() -> false, Trace.NONE));
    }

    private PipelineEvents(
            String pipeline,
            Teller teller,
            Lateness lateness,
            VerificationAge verification,
            Outage outage,
            Clock clock,
            OfRun own) {
        this.pipeline = pipeline;
        this.audience = teller.audience();
        this.teller = teller;
        this.lateness = lateness;
        this.verification = verification;
        this.outage = outage;
        this.clock = clock;
        this.own = own;
    }

    /** @return the same for one run, which does not wait for listeners once it is to end */
    public PipelineEvents ofRun(BooleanSupplier runIsStopping) {
        OfRun anew = new OfRun(runIsStopping, audience.tracing().begin(pipeline));
        return new PipelineEvents(pipeline, teller, lateness, verification, outage, clock, anew);
    }

    /** @return follows this run */
    public Trace trace() {
        return own.trace;
    }

    public Instant now() {
        return clock.instant();
    }

    /** What the pipeline's row says at its start. */
    public void found(PipelineStatus status) {
        asides().found(status);
        LastVerification last = status.lastVerification();
        verification.heard(last == null ? null : last.age());
    }

    /** @param repaired whether what was found has been repaired */
    public void verificationEnded(long differences, boolean repaired) {
        verification.heard(Duration.ZERO);
        asides().verified(new Comparison(Duration.ZERO, differences, repaired));
    }

    /**
     * Looks whether the last verification is too old, which others may have ended.
     *
     * @param asked asks the store; only where this process knows of none that is young enough
     */
    public void verificationLooked(Supplier<PipelineStatus> asked) {
        if (verification.isToBeAsked()) {
            LastVerification last = asked.get().lastVerification();
            verification.asked(last == null ? null : last.age());
            if (last != null && last.endedAt() != null) {
                asides().verified(new Comparison(
                        last.age(), last.differences(), last.outcome() == RunOutcome.RECONCILED));
            }
            if (last != null && verification.isToBeTold()) {
                occurred(new EtlEvent.VerificationOverdue(pipeline, now(), last.endedAt(), last.age()));
            }
        }
    }

    /** @return whether the last verification is older than it may be */
    boolean isUnverified() {
        return verification.isOverdue();
    }

    /** A claim shows how far the target has come. */
    public void claimed(Position position, long postponed) {
        lateness.claimed(position);
        asides().claimed(postponed);
    }

    /** @return tells those who count what others need not know */
    public Asides asides() {
        return new Asides(pipeline, audience);
    }

    public void runStarted(long runNumber, Window window) {
        RunStart start = new RunStart(pipeline, runNumber, window);
        audience.tell(listener -> listener.runStarted(start), own.stopping);
    }

    /**
     * @param result what became of its records
     * @param replayed what has left the ledgers with it
     */
    public void pageCommitted(PageReport page, PageResult result, LedgerEntries replayed) {
        asides().committed(page, result, replayed, own.stopping);
        rejected(page.runNumber(), page.page(), result.leftOut().rejected());
        PostponedNews.of(this, page, result);
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

    /** @param runNumber the run; 0 for none */
    public void schemaChanged(long runNumber, List<SchemaNews> news) {
        for (SchemaNews each : news) {
            occurred(new EtlEvent.SchemaChanged(
                    pipeline, runNumber, now(), each.table(), each.change(), each.columns(), each.statement()));
        }
    }

    public void pageSkipped(SkippedPage page, Exception failure) {
        occurred(new EtlEvent.PageSkipped(
                pipeline, now(), Told.page(pipeline, page), Outlet.failure(pipeline, failure)));
    }

    /** A page is about to be tried again; called on the thread that reads ahead, too. */
    public void pageRetried(long runNumber, int attempt, int attempts, Duration delay, Exception failure) {
        Exception told = Outlet.failure(pipeline, failure);
        own.trace.retried(attempt, told);
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
        own.trace.ended(run, told);
        RunEnd end = new RunEnd(run, told);
        audience.tell(listener -> listener.runEnded(end), own.stopping);
        if (told != null) {
            outage.failed();
            happens(Kind.RUN_FAILED, told.toString(), leftOut -> new EtlEvent.RunFailed(now(), run, told, leftOut));
        } else if (outage.isEndedBy(run.outcome())) {
            teller.over(Kind.PAGE_RETRIED, Kind.RUN_RETRIED);
            Outage.Past past = outage.end();
            if (teller.over(Kind.RUN_FAILED, Kind.RUN_STALLED)) {
                occurred(new EtlEvent.RunRecovered(pipeline, run.runNumber(), now(), past.failures(), past.lasted()));
            }
        }
        lateness.ended(run);
        lateNews().ended(run.runNumber(), own.stopping);
    }

    private LateNews lateNews() {
        return new LateNews(pipeline, lateness, teller, clock);
    }

    /** @return whether the target is further behind than it may be */
    boolean isLate() {
        return lateNews().isLate();
    }

    /** Some time has passed. */
    void looked() {
        lateNews().looked();
    }

    /** @param section what it has under way at a database; null where that is not known */
    void stalled(long runNumber, Step step, @Nullable DatabaseSection section) {
        outage.stalled(step.lasted());
        teller.goesOn(
                Kind.RUN_STALLED,
                step.phase(),
                new EtlEvent.RunStalled(pipeline, runNumber, now(), Told.stall(step, section)));
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
        teller.happened(kind, words, event, own.stopping);
    }

    /** Something that others have seen goes on. Nobody waits until listeners have heard. */
    public void noted(Kind kind, String words, EtlEvent event) {
        teller.goesOn(kind, words, event);
    }

    /** Something that was told of is over. */
    public void over(Kind... kinds) {
        teller.over(kinds);
    }

    public void occurred(EtlEvent event) {
        teller.tell(event, own.stopping);
    }

    /** Lets listeners hear what they have been told, for a while. */
    void flush() {
        audience.flush();
    }
}
