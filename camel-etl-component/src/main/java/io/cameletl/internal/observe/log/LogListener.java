package io.cameletl.internal.observe.log;

import io.cameletl.EtlEvent;
import io.cameletl.PageReport;
import io.cameletl.PipelineListener;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.TableCounts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs a line for each run that did something, at INFO; a failed one at ERROR; pages, idle, busy and paused runs at
 * DEBUG; other events at WARN, those of a circuit breaker that gets better at INFO. The logger is {@code
 * io.cameletl.pipeline.<name>}. Thread-safe.
 */
public final class LogListener implements PipelineListener {
    private static final String LOGGER = "io.cameletl.pipeline.";

    @Override
    public void runStarted(RunStart start) {
        log(start.pipeline())
                .debug(
                        "run {} covers [{}, {})",
                        start.runNumber(),
                        start.window().fromAt(),
                        start.window().beforeAt());
    }

    @Override
    public void pageCommitted(PageReport page) {
        log(page.pipeline())
                .debug(
                        "page {} of run {}: {} rows, {}, cursor {}",
                        page.page(),
                        page.runNumber(),
                        page.rows(),
                        TableCounts.summary(page.tables()),
                        page.endCursor());
    }

    @Override
    public void runEnded(RunEnd end) {
        RunReport run = end.run();
        Logger log = log(run.pipeline());
        String line = run.summary();
        if (run.outcome() == RunOutcome.FAILED) {
            log.error("{}", line);
        } else if (run.pages() > 0) {
            log.info("{}", line);
        } else {
            log.debug("{}", line);
        }
    }

    @Override
    public void eventOccurred(EtlEvent event) {
        switch (event.kind()) {
            case RUN_FAILED -> {
                // the run's own line says so
            }
            case BREAKER_HALF_OPEN, BREAKER_CLOSED -> log(event.pipeline()).info("{}", event.message());
            case PAGE_RETRIED,
                    PAGE_SKIPPED,
                    RECORDS_REJECTED,
                    RECORDS_POSTPONED,
                    BREAKER_OPENED,
                    PIPELINE_LATE,
                    RECORDS_OVERDUE,
                    FEW_RECORDS -> log(event.pipeline()).warn("{}", event.message());
        }
    }

    private static Logger log(String pipeline) {
        return LoggerFactory.getLogger(LOGGER + pipeline);
    }
}
