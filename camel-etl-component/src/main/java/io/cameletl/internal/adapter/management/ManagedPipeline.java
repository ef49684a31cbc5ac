package io.cameletl.internal.adapter.management;

import io.cameletl.PipelineStatus;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.StoredCursor;
import io.cameletl.Window;
import io.cameletl.internal.outlet.Outlet;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline as JMX shows it. The attributes are what the state database says, at most a second ago, so that a client
 * that reads them all asks it once. All types are the platform's, exceptions too: a client has not our classes.
 * Thread-safe.
 */
@ManagedResource(description = "ETL pipeline")
public final class ManagedPipeline {
    private final String pipeline;
    private final PipelineControl control;

    ManagedPipeline(String pipeline, PipelineControl control) {
        this.pipeline = pipeline;
        this.control = control;
    }

    /** @return the pipeline's name */
    @ManagedAttribute(description = "The pipeline's name")
    public String getPipeline() {
        return pipeline;
    }

    /** @return whether runs and replays do nothing */
    @ManagedAttribute(description = "Whether runs and replays do nothing")
    public boolean isPaused() {
        return control.status().paused();
    }

    /** @return how far the target is behind, in seconds; null before the first window is drained */
    @ManagedAttribute(description = "How far the target is behind, in seconds; null when not known yet")
    public @Nullable Double getLagSeconds() {
        Duration lag = control.status().lag();
        return lag == null ? null : lag.toMillis() / 1e3;
    }

    /** @return failed runs since the last that did not fail */
    @ManagedAttribute(description = "Failed runs since the last that did not fail")
    public int getConsecutiveFailures() {
        return control.status().consecutiveFailures();
    }

    /** @return the last failure; null when the last run did not fail */
    @ManagedAttribute(description = "The last failure; null when the last run did not fail")
    public @Nullable String getLastError() {
        return control.status().lastError();
    }

    /** @return {@code OPEN} or {@code CLOSED} */
    @ManagedAttribute(description = "The circuit breaker as last kept: OPEN or CLOSED")
    public String getBreakerState() {
        return control.status().breaker().open() ? "OPEN" : "CLOSED";
    }

    /** @return until when the circuit breaker is open, ISO 8601; null when it is closed */
    @ManagedAttribute(description = "Until when the circuit breaker is open; null when it is closed")
    public @Nullable String getBreakerUntil() {
        return text(control.status().breaker().until());
    }

    /** @return how many pages are in the ledger */
    @ManagedAttribute(description = "Pages in the ledger, to be replayed")
    public long getSkippedPages() {
        return control.status().skippedPages();
    }

    /** @return how many records are in the ledger */
    @ManagedAttribute(description = "Records in the ledger, to be replayed")
    public long getRejectedRecords() {
        return control.status().rejectedRecords();
    }

    /** @return how many records wait for rows that they refer to */
    @ManagedAttribute(description = "Records in the ledger that wait for rows which they refer to")
    public long getPostponedRecords() {
        return control.status().postponedRecords();
    }

    /** @return since when the first of them has waited, ISO 8601; null when none waits */
    @ManagedAttribute(description = "Since when the first of these records has waited; null when none waits")
    public @Nullable String getPostponedSince() {
        return text(control.status().postponedSince());
    }

    /** @return who runs it; null when nobody does */
    @ManagedAttribute(description = "Who runs it now; null when nobody does")
    public @Nullable String getLeaseOwner() {
        return control.status().leaseOwner();
    }

    /** @return until when, unless renewed, ISO 8601; null when nobody does */
    @ManagedAttribute(description = "Until when the lease lasts unless renewed; null when nobody has it")
    public @Nullable String getLeaseUntil() {
        return text(control.status().leaseUntil());
    }

    /** @return the position after the last committed page, as JSON; null before the first */
    @ManagedAttribute(description = "The position after the last committed page, as JSON; null before the first")
    public @Nullable String getCursor() {
        StoredCursor cursor = control.status().position().cursor();
        return cursor == null ? null : Outlet.value(pipeline, cursor.json());
    }

    /** @return the window's start, inclusive, ISO 8601; null before the first window is drained */
    @ManagedAttribute(description = "The window's start, inclusive; null when there is none yet")
    public @Nullable String getWindowFromAt() {
        return time(control.status().position().window().fromAt());
    }

    /** @return the window's end, exclusive, ISO 8601; its start when it is drained; null before the first */
    @ManagedAttribute(description = "The window's end, exclusive: its start when drained; null when there is none yet")
    public @Nullable String getWindowBeforeAt() {
        return time(control.status().position().window().beforeAt());
    }

    /** Lets runs and replays do nothing, in all processes. */
    @ManagedOperation(description = "Lets runs and replays do nothing, in all processes")
    public void pause() {
        control.pause(true);
    }

    /** Lets runs and replays do something again. */
    @ManagedOperation(description = "Lets runs and replays do something again")
    public void resume() {
        control.pause(false);
    }

    /** @return the report of a replay of all skipped pages and rejected records, as JSON */
    @ManagedOperation(description = "Loads all skipped pages and rejected records again; the report as JSON")
    public String replay() {
        return StatusJson.of(control.replay(null));
    }

    /**
     * @param pages numbers in the ledger of skipped pages, such as {@code 3,5}
     * @return the report of their replay, as JSON
     */
    @ManagedOperation(description = "Loads skipped pages again, named as 3,5; the report as JSON")
    public String replayPages(String pages) {
        return StatusJson.of(control.replay(pages));
    }

    /** @return everything that is known of it, with its newest runs, as JSON */
    @ManagedOperation(description = "Everything that is known of it, with its newest runs, as JSON")
    public String status() {
        return StatusJson.of(shown(control.status()));
    }

    /** @return its newest runs and seeks, newest first, as JSON */
    @ManagedOperation(description = "Its newest runs and seeks, newest first, as JSON")
    public String lastRuns() {
        return StatusJson.of(control.status().lastRuns());
    }

    /** Without its cursor, where values are kept: it is a key. */
    private PipelineStatus shown(PipelineStatus status) {
        Position position = status.position();
        StoredCursor cursor = position.cursor();
        if (cursor == null || !Outlet.keepsValues(pipeline)) {
            return status;
        }
        StoredCursor hidden = new StoredCursor(cursor.type(), '"' + Outlet.value(pipeline, cursor.json()) + '"');
        return new PipelineStatus(
                pipeline,
                new Position(position.version(), hidden, position.window()),
                status.lag(),
                status.leaseOwner(),
                status.leaseUntil(),
                status.paused(),
                status.consecutiveFailures(),
                status.lastError(),
                status.breaker(),
                status.skippedPages(),
                status.rejectedRecords(),
                status.postponedRecords(),
                status.postponedSince(),
                status.lastRuns());
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static @Nullable String time(Instant time) {
        return time.equals(Window.NONE.fromAt()) ? null : time.toString();
    }
}
