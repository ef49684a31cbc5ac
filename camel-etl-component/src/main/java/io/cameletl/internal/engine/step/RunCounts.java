package io.cameletl.internal.engine.step;

import io.cameletl.PageReport;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.TableCounts;
import io.cameletl.internal.engine.driver.PageResult;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** What a run has done so far, for its reports and its limits. Thread-safe. */
public final class RunCounts {
    private final String pipeline;
    private final int maxRejects;
    private final Instant startedAt;
    private final long startedNanos = System.nanoTime();
    /** In the order in which the tables were first met. */
    private final Map<String, TableCounts> tables = new LinkedHashMap<>();

    private long runNumber;
    private int pages;
    private long rows;
    private long records;
    private int skipped;
    private int rejected;
    private int givenUp;
    private long waiting;

    RunCounts(String pipeline, int maxRejects, Instant startedAt) {
        this.pipeline = pipeline;
        this.maxRejects = maxRejects;
        this.startedAt = startedAt;
    }

    /** Until then the run has no number: 0. */
    synchronized void numbered(long number) {
        runNumber = number;
    }

    public synchronized long runNumber() {
        return runNumber;
    }

    synchronized int pages() {
        return pages;
    }

    public Duration took() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    synchronized int rejectsLeft() {
        return Math.max(0, maxRejects - rejected);
    }

    /** @return whether records could be set aside, had not so many been already */
    synchronized boolean rejectsUsedUp() {
        return maxRejects > 0 && rejectsLeft() == 0;
    }

    /** Takes over how many postponed records the pipeline has. */
    public synchronized void waiting(long postponed) {
        waiting = postponed;
    }

    /** @return how many postponed records the pipeline has */
    public synchronized long waiting() {
        return waiting;
    }

    /** Counts records in that were postponed and are now set aside. */
    synchronized void gaveUp(int records) {
        givenUp += records;
        rejected += records;
        waiting -= records;
    }

    /** Counts a page in that is in the ledger instead of the target. */
    synchronized void skipped() {
        skipped++;
    }

    /** Counts a committed page in. */
    synchronized PageReport page(LoadedPage page, PageResult result, Duration pageTook) {
        pages++;
        rows += page.rows();
        long pageRecords = page.records();
        records += pageRecords;
        rejected += result.leftOut().rejected().size();
        waiting = result.waiting();
        result.tables().forEach((table, counts) -> tables.merge(table, counts, TableCounts::plus));
        return new PageReport(
                pipeline,
                runNumber,
                pages,
                page.rows(),
                pageRecords,
                result.tables(),
                page.end() == null ? null : page.end().json(),
                pageTook,
                result.times().bytes(),
                new PageReport.Phases(
                        page.read().extract(),
                        page.read().transform(),
                        result.times().stage(),
                        result.times().merge(),
                        result.times().commit()));
    }

    /** @param message null to say what pages and records do not tell, if there is anything */
    public synchronized RunReport report(RunOutcome outcome, @Nullable Duration lag, @Nullable String message) {
        return new RunReport(
                pipeline,
                runNumber,
                outcome,
                startedAt,
                took(),
                pages,
                rows,
                records,
                tables,
                lag,
                message == null ? note() : message);
    }

    /** A run that has something to say is never taken for one that found nothing to do. */
    private @Nullable String note() {
        StringJoiner note = new StringJoiner(", ").setEmptyValue("");
        if (skipped > 0) {
            note.add(skipped + (skipped == 1 ? " page" : " pages") + " skipped");
        }
        if (givenUp > 0) {
            note.add(givenUp + (givenUp == 1 ? " postponed record" : " postponed records") + " rejected");
        }
        return note.length() == 0 ? null : note.toString();
    }
}
