package io.cameletl.example;

import io.cameletl.PageReport;
import io.cameletl.PipelineListener;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.TableCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Prints a line for each run that did something or failed, one a second while a long run goes on, and one every half
 * minute when there is nothing to do. Thread-safe.
 */
final class RunPrinter implements PipelineListener {
    private static final Duration BETWEEN_PROGRESS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_SILENCE = Duration.ofSeconds(30);

    private final Console console;
    private final Map<String, Progress> progress = new ConcurrentHashMap<>();

    /** How far a pipeline's run is, and when the pipeline's last line was printed. */
    private record Progress(Instant startedAt, long rows, Instant printedAt) {}

    RunPrinter(Console console) {
        this.console = console;
    }

    @Override
    public void runStarted(RunStart start) {
        Progress before = soFar(start.pipeline());
        progress.put(start.pipeline(), new Progress(now(), 0, before.printedAt()));
    }

    @Override
    public void pageCommitted(PageReport page) {
        Progress before = soFar(page.pipeline());
        long rows = before.rows() + page.rows();
        Instant last = before.printedAt().isAfter(before.startedAt()) ? before.printedAt() : before.startedAt();
        // The first page says nothing: often it is the only one, and the run's own line comes right after.
        boolean due = page.page() > 1 && !now().isBefore(last.plus(BETWEEN_PROGRESS));
        progress.put(page.pipeline(), new Progress(before.startedAt(), rows, due ? now() : before.printedAt()));
        if (due) {
            double seconds = Duration.between(before.startedAt(), now()).toMillis() / 1000.0;
            console.tell(line(page.pipeline(), page.page(), rows, rows / seconds) + "  ...");
        }
    }

    @Override
    public void runEnded(RunEnd end) {
        RunReport run = end.run();
        Progress before = soFar(run.pipeline());
        boolean idle = run.pages() == 0 && run.outcome() == RunOutcome.DRAINED;
        if (idle && now().isBefore(before.printedAt().plus(BETWEEN_SILENCE))) {
            return;
        }
        progress.put(run.pipeline(), new Progress(before.startedAt(), 0, now()));
        console.tell(idle ? String.format(Locale.ROOT, "%-14s nothing new", run.pipeline()) : line(run));
    }

    private Progress soFar(String pipeline) {
        return progress.computeIfAbsent(pipeline, name -> new Progress(now(), 0, now()));
    }

    private Instant now() {
        return console.clock().instant();
    }

    private static String line(RunReport run) {
        StringBuilder line = new StringBuilder(line(run.pipeline(), run.pages(), run.rows(), run.rowsPerSecond()));
        if (run.lag() != null) {
            line.append(String.format(Locale.ROOT, "  lag %.1f s", run.lag().toMillis() / 1000.0));
        }
        line.append("  ").append(TableCounts.summary(run.tables()));
        if (run.outcome() != RunOutcome.DRAINED) {
            line.append("  ").append(run.outcome().name().toLowerCase(Locale.ROOT));
        }
        if (run.message() != null) {
            line.append(": ").append(run.message());
        }
        return line.toString();
    }

    private static String line(String pipeline, int pages, long rows, double rowsPerSecond) {
        return String.format(
                Locale.ROOT,
                "%-14s %,3d %-5s %,9d rows %,8.0f rows/s",
                pipeline,
                pages,
                pages == 1 ? "page" : "pages",
                rows,
                rowsPerSecond);
    }
}
