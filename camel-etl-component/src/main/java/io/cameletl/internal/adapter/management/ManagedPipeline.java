package io.cameletl.internal.adapter.management;

import io.cameletl.PipelineStatus;
import io.cameletl.PipelineStatus.LastVerification;
import io.cameletl.StoredCursor;
import io.cameletl.Window;
import io.cameletl.camel.EtlConstants;
import io.cameletl.internal.adapter.control.Caller;
import io.cameletl.internal.adapter.control.LastStatus;
import io.cameletl.internal.adapter.control.PipelineControl;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline as JMX shows it. The attributes are what the state database says, at most a second ago, so that a client
 * that reads them all asks it once; or what it said last, where it does not answer within 3 s. What a caller sees and may
 * do goes by the {@link Caller}'s role. All types are the platform's, exceptions too: a client has not our classes.
 * Thread-safe.
 */
@ManagedResource(description = "ETL pipeline")
public final class ManagedPipeline {
    private final String pipeline;
    private final JmxControl control;

    /** @param caller who calls now */
    ManagedPipeline(String pipeline, PipelineControl control, Supplier<Caller> caller) {
        this.pipeline = pipeline;
        this.control = new JmxControl(control, caller);
    }

    /** @return the pipeline's name */
    @ManagedAttribute(description = "The pipeline's name")
    public String getPipeline() {
        return pipeline;
    }

    /** @return whether runs and replays do nothing */
    @ManagedAttribute(description = "Whether runs and replays do nothing")
    public boolean isPaused() {
        return now().paused();
    }

    /** @return how far the target is behind, in seconds; null before the first window is drained */
    @ManagedAttribute(description = "How far the target is behind, in seconds; null when not known yet")
    public @Nullable Double getLagSeconds() {
        Duration lag = now().lag();
        return lag == null ? null : lag.toMillis() / 1e3;
    }

    /** @return when source and target were last compared to the end, ISO 8601; null when they never were */
    @ManagedAttribute(description = "When source and target were last compared to the end; null when they never were")
    public @Nullable String getLastVerifiedAt() {
        LastVerification last = now().lastVerification();
        return last == null ? null : text(last.endedAt());
    }

    /** @return how long ago that was, in seconds; null when they never were */
    @ManagedAttribute(
            description = "How long ago source and target were last compared to the end, in seconds; null when never")
    public @Nullable Double getVerificationAgeSeconds() {
        LastVerification last = now().lastVerification();
        return last == null || last.endedAt() == null ? null : last.age().toMillis() / 1e3;
    }

    /** @return how many rows differed then; null when they never were compared */
    @ManagedAttribute(description = "Rows that differed when source and target were last compared; null when never")
    public @Nullable Long getLastVerificationDifferences() {
        LastVerification last = now().lastVerification();
        return last == null || last.endedAt() == null ? null : last.differences();
    }

    /** @return failed runs since the last that did not fail */
    @ManagedAttribute(description = "Failed runs since the last that did not fail")
    public int getConsecutiveFailures() {
        return now().consecutiveFailures();
    }

    /** @return the last failure; null when the last run did not fail */
    @ManagedAttribute(description = "The last failure; null when the last run did not fail")
    public @Nullable String getLastError() {
        return now().lastError();
    }

    /** @return {@code OPEN} or {@code CLOSED} */
    @ManagedAttribute(description = "The circuit breaker as last kept: OPEN or CLOSED")
    public String getBreakerState() {
        return now().breaker().open() ? "OPEN" : "CLOSED";
    }

    /** @return until when the circuit breaker is open, ISO 8601; null when it is closed */
    @ManagedAttribute(description = "Until when the circuit breaker is open; null when it is closed")
    public @Nullable String getBreakerUntil() {
        return text(now().breaker().until());
    }

    /** @return how many pages are in the ledger */
    @ManagedAttribute(description = "Pages in the ledger, to be replayed")
    public long getSkippedPages() {
        return now().skippedPages();
    }

    /** @return how many records are in the ledger */
    @ManagedAttribute(description = "Records in the ledger, to be replayed")
    public long getRejectedRecords() {
        return now().rejectedRecords();
    }

    /** @return how many records wait for rows that they refer to */
    @ManagedAttribute(description = "Records in the ledger that wait for rows which they refer to")
    public long getPostponedRecords() {
        return now().postponedRecords();
    }

    /** @return since when the first of them has waited, ISO 8601; null when none waits */
    @ManagedAttribute(description = "Since when the first of these records has waited; null when none waits")
    public @Nullable String getPostponedSince() {
        return text(now().postponedSince());
    }

    /** @return who runs it; null when nobody does */
    @ManagedAttribute(description = "Who runs it now; null when nobody does")
    public @Nullable String getLeaseOwner() {
        return now().leaseOwner();
    }

    /** @return until when, unless renewed, ISO 8601; null when nobody does */
    @ManagedAttribute(description = "Until when the lease lasts unless renewed; null when nobody has it")
    public @Nullable String getLeaseUntil() {
        return text(now().leaseUntil());
    }

    /** @return the position after the last committed page, as JSON; null before the first */
    @ManagedAttribute(description = "The position after the last committed page, as JSON; null before the first")
    public @Nullable String getCursor() {
        StoredCursor cursor = now().position().cursor();
        return cursor == null ? null : cursor.json();
    }

    /** @return the window's start, inclusive, ISO 8601; null before the first window is drained */
    @ManagedAttribute(description = "The window's start, inclusive; null when there is none yet")
    public @Nullable String getWindowFromAt() {
        return time(now().position().window().fromAt());
    }

    /** @return the window's end, exclusive, ISO 8601; its start when it is drained; null before the first */
    @ManagedAttribute(description = "The window's end, exclusive: its start when drained; null when there is none yet")
    public @Nullable String getWindowBeforeAt() {
        return time(now().position().window().beforeAt());
    }

    /** @return when the state database said so, ISO 8601 */
    @ManagedAttribute(description = "When the state database said what the other attributes say")
    public String getStatusAt() {
        return last().at().toString();
    }

    /** @return why it does not say so now; null when it does */
    @ManagedAttribute(description = "Why the state database does not say so now; null when it does")
    public @Nullable String getStatusError() {
        return last().failure();
    }

    /** Lets runs and replays do nothing, in all processes. */
    @ManagedOperation(description = "Lets runs and replays do nothing, in all processes; role operate")
    public void pause() {
        control.tell((own, who) -> own.pause(who, true));
    }

    /** Lets runs and replays do something again. */
    @ManagedOperation(description = "Lets runs and replays do something again; role operate")
    public void resume() {
        control.tell((own, who) -> own.pause(who, false));
    }

    /** @return the report of a run past the schedule and through the circuit breaker, as JSON */
    @ManagedOperation(
            description =
                    "Runs it now, past the schedule and through the circuit breaker; the report as JSON; role operate")
    public String run() {
        return control.json(PipelineControl::run);
    }

    /** @return how many runs and replays of this context end after the page in hand */
    @ManagedOperation(
            description = "Ends its runs and replays in this context after the page in hand; how many; role operate")
    public int stop() {
        return control.ask(PipelineControl::stop);
    }

    /** Lets runs through the circuit breaker again, in all processes. */
    @ManagedOperation(description = "Lets runs through the circuit breaker again, in all processes; role operate")
    public void closeBreaker() {
        control.tell(PipelineControl::closeBreaker);
    }

    /** @return the report of a replay of all skipped pages and rejected records, as JSON */
    @ManagedOperation(
            description = "Loads all skipped pages and rejected records again; the report as JSON; role repair")
    public String replay() {
        return control.json((own, who) -> own.replayPages(who, null));
    }

    /**
     * @param pages numbers in the ledger of skipped pages, such as {@code 3,5}
     * @return the report of their replay, as JSON
     */
    @ManagedOperation(description = "Loads skipped pages again, named as 3,5; the report as JSON; role repair")
    public String replayPages(String pages) {
        return control.json((own, who) -> own.replayPages(who, pages));
    }

    /**
     * @param from the first change time, as {@code 2026-01-31T12:00:00Z}; null or empty for none
     * @param before the end of the change times, in the same way
     * @return the report, as JSON
     */
    @ManagedOperation(
            description =
                    "Reads rows of change times from..before again, as 2026-01-31T12:00:00Z; the report as JSON; role repair")
    public String reload(String from, String before) {
        return control.json(
                (own, who) -> own.reload(who, given(EtlConstants.FROM_AT, from, EtlConstants.BEFORE_AT, before)));
    }

    /**
     * @param keys as {@code [{"id": 7}]}
     * @return the report, as JSON
     */
    @ManagedOperation(description = "Reads rows again by their keys, as [{\"id\": 7}]; the report as JSON; role repair")
    public String reloadKeys(String keys) {
        return control.json((own, who) -> own.reload(who, given(EtlConstants.KEYS, keys, EtlConstants.TO_KEY, null)));
    }

    /**
     * @param from the first key, as {@code {"id": 100}}; empty for the beginning
     * @param to the last key, which is read, too; empty for the end
     * @return the report, as JSON
     */
    @ManagedOperation(
            description =
                    "Reads rows again from a key to another, as {\"id\": 100}, in the source's order; the report as JSON; role repair")
    public String reloadKeyRange(String from, String to) {
        return control.json((own, who) -> own.reload(who, given(EtlConstants.FROM_KEY, from, EtlConstants.TO_KEY, to)));
    }

    /** Forgets cursor and window, so that the next run starts from the seed. */
    @ManagedOperation(description = "Forgets cursor and window, also the lines of the ledgers if so; role repair")
    public void reset(boolean discardLedgers) {
        control.tell((own, who) -> own.reset(who, discardLedgers));
    }

    /** @return the report of a comparison of its source with its target, as JSON */
    @ManagedOperation(
            description = "Compares its source with its target and changes neither; the report as JSON; role operate")
    public String verify() {
        return control.json(PipelineControl::verify);
    }

    /** @return the report of a comparison that repairs the target, as JSON */
    @ManagedOperation(
            description = "Compares its source with its target and repairs that; the report as JSON; role repair")
    public String reconcile() {
        return control.json(PipelineControl::reconcile);
    }

    /** @return the newest comparisons of its source with its target, newest first, as JSON */
    @ManagedOperation(description = "The newest comparisons of its source with its target, newest first, as JSON")
    public String lastVerifications() {
        return control.json(PipelineControl::verifications);
    }

    /** @return everything that is known of it, with its newest runs, as JSON */
    @ManagedOperation(description = "Everything that is known of it, with its newest runs, as JSON")
    public String status() {
        return control.json(PipelineControl::status);
    }

    /** @return its newest runs and seeks, newest first, as JSON */
    @ManagedOperation(description = "Its newest runs and seeks, newest first, as JSON")
    public String lastRuns() {
        return control.json((own, who) -> own.status(who).lastRuns());
    }

    /** @return what was done to it by hand, newest first, as JSON */
    @ManagedOperation(description = "What was done to it by hand, by whom and when, newest first, as JSON")
    public String lastActions() {
        return control.json(PipelineControl::actions);
    }

    /** @return headers and their values, without those that are not given */
    private static Map<String, String> given(
            String one, @Nullable String first, String other, @Nullable String second) {
        Map<String, String> given = new HashMap<>();
        if (first != null && !first.isBlank()) {
            given.put(one, first);
        }
        if (second != null && !second.isBlank()) {
            given.put(other, second);
        }
        return given;
    }

    private PipelineStatus now() {
        return last().status();
    }

    private LastStatus last() {
        return control.ask(PipelineControl::lastStatus);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static @Nullable String time(Instant time) {
        return time.equals(Window.NONE.fromAt()) ? null : time.toString();
    }
}
