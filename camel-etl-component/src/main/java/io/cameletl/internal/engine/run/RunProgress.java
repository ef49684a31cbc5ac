package io.cameletl.internal.engine.run;

import io.cameletl.EtlEvent;
import io.cameletl.PageReport;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.SkippedPage;
import io.cameletl.StoredCursor;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.Claim;
import io.cameletl.internal.engine.driver.DrainedWindow;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.engine.page.Throwables;
import io.cameletl.internal.engine.spec.FailurePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a run has done so far; tells listeners of each thing that is certain. */
public final class RunProgress {
    private final String pipeline;
    private final RunContext ports;
    private final FailurePolicy onFailure;
    private final String owner = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    private final Counts counts = new Counts();
    private final Instant startedAt;
    private final long startedNanos = System.nanoTime();
    private long runNumber;
    private int pages;
    private long rows;
    private int rejected;
    private @Nullable DrainedWindow drained;

    public RunProgress(String pipeline, RunContext ports, FailurePolicy onFailure) {
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
        ports.listeners().tell(pipeline, listener -> listener.runStarted(pipeline, runNumber, window));
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
        ports.listeners().tell(pipeline, listener -> listener.pageCommitted(report));
        if (!written.rejected().isEmpty()) {
            RejectedRecord first = written.rejected().get(0);
            happened(
                    EtlEvent.Kind.RECORDS_REJECTED,
                    written.rejected().size() + " bad records were set aside, the first of table " + first.table()
                            + ", " + first.key() + ": " + first.reason() + ". Correct them, then replay",
                    null,
                    Map.of("records", written.rejected().size(), "page", pages));
        }
        return report;
    }

    void skipped(SkippedPage page, Exception failure) {
        happened(
                EtlEvent.Kind.PAGE_SKIPPED,
                "a page of " + page.rows() + " rows up to cursor " + page.end().json() + " was given up: "
                        + page.reason() + ". Correct what failed, then replay",
                failure,
                Map.of("page", page));
    }

    public RunReport ended(RunOutcome outcome, @Nullable Duration lag, @Nullable String message) {
        return new RunReport(
                pipeline, runNumber, outcome, startedAt, took(), pages, rows, counts.soFar(), lag, message);
    }

    public void tellEnded(RunReport report, @Nullable Exception failure) {
        ports.listeners().tell(pipeline, listener -> listener.runEnded(report, failure));
        if (failure != null) {
            happened(EtlEvent.Kind.RUN_FAILED, Throwables.message(failure), failure, Map.of("run", report));
        }
        Duration lag = ports.lateness().becameLate(report);
        if (lag != null) {
            happened(
                    EtlEvent.Kind.PIPELINE_LATE,
                    "the target is " + lag.toSeconds() + " s behind the source, further than lateAfter allows",
                    null,
                    Map.of("lag", lag));
        }
    }

    Duration took() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    private void happened(EtlEvent.Kind kind, String message, @Nullable Exception cause, Map<String, Object> details) {
        EtlEvent event = new EtlEvent(kind, pipeline, runNumber, ports.clock().instant(), message, cause, details);
        ports.listeners().tell(pipeline, listener -> listener.happened(event));
    }
}
