package io.cameletl.internal.engine.run;

import io.cameletl.EtlEvent;
import io.cameletl.EtlException;
import io.cameletl.PageReport;
import io.cameletl.PipelineListener;
import io.cameletl.PipelineListener.RunEnd;
import io.cameletl.PipelineListener.RunStart;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunReport;
import io.cameletl.SkippedPage;
import io.cameletl.StoredCursor;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.engine.driver.PipelineStore.Reckoning;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.engine.spec.PipelineSpec;
import io.cameletl.internal.outlet.Log;
import io.cameletl.internal.outlet.Outlet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells a pipeline's listeners of each thing that is certain; one that throws is logged and changes nothing. Thread-safe:
 * one thing is told at a time, also when a page read ahead is tried again meanwhile.
 */
public final class PipelineEvents {
    private static final Log LOG = Log.of(PipelineEvents.class);

    private final String pipeline;
    private final List<PipelineListener> listeners;
    private final Lateness lateness;
    private final Overdue overdue;
    private final Clock clock;
    private final Object telling = new Object();

    public PipelineEvents(PipelineSpec<?> spec, List<? extends PipelineListener> listeners, Clock clock) {
        this(
                spec.name(),
                List.copyOf(listeners),
                new Lateness(spec.settings().lateAfter(), spec.settings().lookback(), clock),
                new Overdue(Postponement.PATIENCE),
                clock);
    }

    private PipelineEvents(
            String pipeline, List<PipelineListener> listeners, Lateness lateness, Overdue overdue, Clock clock) {
        this.pipeline = pipeline;
        this.listeners = listeners;
        this.lateness = lateness;
        this.overdue = overdue;
        this.clock = clock;
    }

    /** @return the same for one run: a listener that blocks holds up its run, and no other */
    PipelineEvents ofRun() {
        return new PipelineEvents(pipeline, listeners, lateness, overdue, clock);
    }

    public Instant now() {
        return clock.instant();
    }

    /** Nobody is told of a claim, but it shows how far the target has come. */
    void claimed(Position position) {
        lateness.claimed(position);
    }

    void runStarted(long runNumber, Window window) {
        RunStart start = new RunStart(pipeline, runNumber, window);
        tell(listener -> listener.runStarted(start));
    }

    /** @param result what became of its records */
    void pageCommitted(PageReport page, PageResult result) {
        tell(listener -> listener.pageCommitted(page));
        rejected(page.runNumber(), page.page(), result.leftOut().rejected());
        List<RejectedRecord> postponed = result.leftOut().postponed();
        if (!postponed.isEmpty()) {
            occurred(new EtlEvent.RecordsPostponed(
                    pipeline,
                    page.runNumber(),
                    now(),
                    page.page(),
                    postponed.size(),
                    result.waiting(),
                    example(postponed)));
        }
        RejectedRecord oldest = result.oldest();
        if (page.runNumber() == 0 && oldest != null && overdue.isToTell(oldest.since(), now())) {
            occurred(new EtlEvent.RecordsOverdue(
                    pipeline, now(), result.waiting(), oldest.since(), example(List.of(oldest))));
        }
    }

    /**
     * Records were set aside.
     *
     * @param page their page's number; 0 for records that had been postponed before
     */
    void rejected(long runNumber, int page, List<RejectedRecord> rejected) {
        if (!rejected.isEmpty()) {
            occurred(
                    new EtlEvent.RecordsRejected(pipeline, runNumber, now(), page, rejected.size(), example(rejected)));
        }
    }

    private EtlEvent.Example example(List<RejectedRecord> records) {
        RejectedRecord first = records.get(0);
        return new EtlEvent.Example(first.table(), Outlet.value(pipeline, first.key()), first.reason());
    }

    void pageSkipped(SkippedPage page, Exception failure) {
        SkippedPage told = Outlet.keepsValues(pipeline)
                ? new SkippedPage(
                        page.id(),
                        page.runNumber(),
                        page.after() == null ? null : hidden(page.after()),
                        hidden(page.end()),
                        page.window(),
                        page.rows(),
                        page.reason())
                : page;
        occurred(new EtlEvent.PageSkipped(pipeline, now(), told, Outlet.failure(pipeline, failure)));
    }

    private StoredCursor hidden(StoredCursor cursor) {
        return new StoredCursor(cursor.type(), Outlet.json(pipeline, cursor.json()));
    }

    /** A page is about to be tried again; called on the thread that reads ahead, too. */
    void pageRetried(long runNumber, int attempt, int attempts, Duration delay, Exception failure) {
        occurred(new EtlEvent.PageRetried(
                pipeline, runNumber, now(), attempt, attempts, delay, Outlet.failure(pipeline, failure)));
    }

    /** @param failure what failed the run; null when nothing did */
    void runEnded(RunReport run, @Nullable Exception failure) {
        Exception told = failure == null ? null : Outlet.failure(pipeline, failure);
        RunEnd end = new RunEnd(run, told);
        tell(listener -> listener.runEnded(end));
        if (told != null) {
            occurred(new EtlEvent.RunFailed(now(), run, told));
        }
        Duration lag = lateness.becameLate(run);
        if (lag != null) {
            occurred(new EtlEvent.PipelineLate(pipeline, run.runNumber(), now(), lag));
        }
    }

    /** @param reckoning what the rows of this run, and of those before it, were made into; empty when it is not time */
    void reckoned(RunReport run, Optional<Reckoning> reckoning) {
        reckoning
                .filter(Reckoning::isFew)
                .ifPresent(few -> occurred(new EtlEvent.FewRecords(
                        pipeline, run.runNumber(), now(), few.rows(), few.records(), few.usual())));
    }

    public void occurred(EtlEvent event) {
        tell(listener -> listener.eventOccurred(event));
    }

    /** @return what a failure says of itself: its message, or its class where it has none */
    static String reason(String pipeline, Throwable failure) {
        return failure instanceof EtlException known
                ? String.valueOf(known.getMessage())
                : Outlet.text(pipeline, Outlet.words(failure));
    }

    private void tell(Consumer<PipelineListener> news) {
        synchronized (telling) {
            for (PipelineListener listener : listeners) {
                try {
                    news.accept(listener);
                } catch (Exception | Error e) {
                    LOG.warn(
                            pipeline,
                            "pipeline \"{}\": the listener {} failed; the run goes on",
                            pipeline,
                            listener,
                            e);
                }
            }
        }
    }
}
