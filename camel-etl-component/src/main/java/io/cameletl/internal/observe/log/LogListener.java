package io.cameletl.internal.observe.log;

import io.cameletl.EtlEvent;
import io.cameletl.PageReport;
import io.cameletl.PipelineListener;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.TableCounts;
import io.cameletl.internal.outlet.Log;
import io.cameletl.internal.outlet.Outlet;
import org.jspecify.annotations.Nullable;

/**
 * Logs a line for each run that did something or was stopped, at INFO; a failed one at ERROR where its event is told, as those that fail
 * in the same way are not; pages, idle, busy, paused and all failed runs at DEBUG, with the failure's stack; other events at
 * WARN, those that something gets better at INFO. The logger is {@code io.cameletl.pipeline.<name>}. Thread-safe.
 */
public final class LogListener implements PipelineListener {
    private static final String LOGGER = "io.cameletl.pipeline.";

    @Override
    public void runStarted(RunStart start) {
        log(start.pipeline())
                .debug(
                        start.pipeline(),
                        "run {} covers [{}, {})",
                        start.runNumber(),
                        start.window().fromAt(),
                        start.window().beforeAt());
    }

    @Override
    public void pageCommitted(PageReport page) {
        log(page.pipeline())
                .debug(
                        page.pipeline(),
                        "page {} of run {}: {} rows, {}, cursor {}",
                        page.page(),
                        page.runNumber(),
                        page.rows(),
                        TableCounts.summary(page.tables()),
                        cursor(page));
    }

    @Override
    public void runEnded(RunEnd end) {
        RunReport run = end.run();
        Log log = log(run.pipeline());
        String line = run.summary();
        if (run.outcome() == RunOutcome.FAILED) {
            log.debug(run.pipeline(), "{}", line, end.failure());
        } else if (run.pages() > 0 || run.outcome() == RunOutcome.STOPPED) {
            log.info(run.pipeline(), "{}", line);
        } else {
            log.debug(run.pipeline(), "{}", line);
        }
    }

    @Override
    public void eventOccurred(EtlEvent event) {
        switch (event.kind()) {
            case RUN_FAILED -> log(event.pipeline()).error(event.pipeline(), "{}", failed((EtlEvent.RunFailed) event));
            case RUN_RECOVERED, PIPELINE_CAUGHT_UP, BREAKER_HALF_OPEN, BREAKER_CLOSED, VERIFIED ->
                log(event.pipeline()).info(event.pipeline(), "{}", event.message());
            case PAGE_RETRIED,
                    RUN_RETRIED,
                    RUN_STALLED,
                    SCHEDULE_NOT_FIRING,
                    PAGE_SKIPPED,
                    RECORDS_REJECTED,
                    RECORDS_POSTPONED,
                    BREAKER_OPENED,
                    PIPELINE_LATE,
                    RECORDS_OVERDUE,
                    FEW_RECORDS,
                    SCHEMA_CHANGED,
                    VERIFICATION_OVERDUE,
                    DIFFERENCES_FOUND -> log(event.pipeline()).warn(event.pipeline(), "{}", event.message());
        }
    }

    private static String failed(EtlEvent.RunFailed event) {
        String line = event.run().summary();
        return event.leftOut() == 0
                ? line
                : line + " (" + event.leftOut() + " runs have failed so since that was logged last)";
    }

    private static @Nullable String cursor(PageReport page) {
        return page.endCursor() == null ? null : Outlet.value(page.pipeline(), String.valueOf(page.endCursor()));
    }

    private static Log log(String pipeline) {
        return Log.of(LOGGER + pipeline);
    }
}
