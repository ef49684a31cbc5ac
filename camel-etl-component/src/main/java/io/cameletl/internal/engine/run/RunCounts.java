package io.cameletl.internal.engine.run;

import io.cameletl.EtlEvent;
import io.cameletl.PageReport;
import io.cameletl.PipelineListener;
import io.cameletl.PipelineListener.RunEnd;
import io.cameletl.PipelineListener.RunStart;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.SkippedPage;
import io.cameletl.StoredCursor;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.Claim;
import io.cameletl.internal.engine.driver.DrainedWindow;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.engine.spec.FailurePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a run has done so far; tells listeners of each thing that is certain. */
public final class RunCounts {
    private final String pipeline;
    private final RunContext ports;
    private final FailurePolicy onFailure;
    private final String owner = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    private final Counts counts = new Counts();
    private final Object telling = new Object();
    private final Instant startedAt;
    private final long startedNanos = System.nanoTime();
    private long runNumber;
    private int pages;
    private long rows;
    private int rejected;
    private @Nullable DrainedWindow drained;

    public RunCounts(String pipeline, RunContext ports, FailurePolicy onFailure) {
        this.pipeline = pipeline;
        this.ports = ports;
        this.onFailure = onFailure;
        this.startedAt = ports.clock().instant();
    }

    String owner() {
        return owner;
    }

    long runNumber() {
        return runNumber;
    }

    int pages() {
        return pages;
    }

    int rejectsLeft() {
        return Math.max(0, onFailure.maxRejectsPerRun() - rejected);
    }

    /** @return whether records could be set aside, had not so many been already */
    boolean rejectsUsedUp() {
        return onFailure.maxRejectsPerRun() > 0 && rejectsLeft() == 0;
    }

    void claimed(Claim.Granted claim) {
        runNumber = claim.runNumber();
        ports.lateness().claimed(claim.position());
    }

    void started(Window window) {
        RunStart start = new RunStart(pipeline, runNumber, window);
        tell(listener -> listener.runStarted(start));
    }

    /** Every page of the window is committed; the last step left the version. */
    void drained(Window window, long version) {
        drained = window.isOpen() ? new DrainedWindow(window.drained(), version) : null;
    }

    /** @return what is drained; null when there is nothing to close */
    @Nullable
    DrainedWindow drained() {
        return drained;
    }

    PageReport loaded(long pageRows, PageResult written, @Nullable StoredCursor end, long nanos) {
        pages++;
        rows += pageRows;
        rejected += written.rejected().size();
        counts.add(written.tables());
        PageReport report = new PageReport(
                pipeline,
                runNumber,
                pages,
                pageRows,
                written.tables(),
                end == null ? null : end.json(),
                Duration.ofNanos(nanos));
        tell(listener -> listener.pageCommitted(report));
        if (!written.rejected().isEmpty()) {
            RejectedRecord first = written.rejected().get(0);
            occurred(new EtlEvent.RecordsRejected(
                    pipeline,
                    runNumber,
                    now(),
                    pages,
                    written.rejected().size(),
                    new EtlEvent.RecordsRejected.Example(first.table(), first.key(), first.reason())));
        }
        return report;
    }

    void skipped(SkippedPage page, Exception failure) {
        occurred(new EtlEvent.PageSkipped(pipeline, now(), page, failure));
    }

    /** A page is about to be tried again; called on the thread that reads ahead, too. */
    void retrying(int attempt, int attempts, Duration delay, Exception failure) {
        occurred(new EtlEvent.PageRetried(pipeline, runNumber, now(), attempt, attempts, delay, failure));
    }

    public RunReport ended(RunOutcome outcome, @Nullable Duration lag, @Nullable String message) {
        return new RunReport(
                pipeline, runNumber, outcome, startedAt, took(), pages, rows, counts.soFar(), lag, message);
    }

    public void tellEnded(RunReport report, @Nullable Exception failure) {
        RunEnd end = new RunEnd(report, failure);
        tell(listener -> listener.runEnded(end));
        if (failure != null) {
            occurred(new EtlEvent.RunFailed(now(), report, failure));
        }
        Duration lag = ports.lateness().becameLate(report);
        if (lag != null) {
            occurred(new EtlEvent.PipelineLate(pipeline, runNumber, now(), lag));
        }
    }

    Duration took() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    private Instant now() {
        return ports.clock().instant();
    }

    private void occurred(EtlEvent event) {
        tell(listener -> listener.eventOccurred(event));
    }

    /** One at a time, also when a page read ahead is tried again meanwhile. */
    private void tell(Consumer<PipelineListener> news) {
        synchronized (telling) {
            ports.listeners().tell(pipeline, news);
        }
    }
}
