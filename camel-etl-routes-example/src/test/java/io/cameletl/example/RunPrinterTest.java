package io.cameletl.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.PageReport;
import io.cameletl.PipelineListener.RunEnd;
import io.cameletl.PipelineListener.RunStart;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.TableCounts;
import io.cameletl.Window;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunPrinterTest {
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final SetClock clock = new SetClock();
    private final RunPrinter printer =
            new RunPrinter(new Console(new PrintStream(printed, true, StandardCharsets.UTF_8), clock));

    @Test
    void a_run_that_did_something_is_one_line() {
        printer.runStarted(new RunStart("users", 7, Window.NONE));
        printer.runEnded(new RunEnd(run(RunOutcome.DRAINED, 3, 2_500, null), null));

        assertThat(lines())
                .containsExactly("12:00:00  users            3 pages     2,500 rows    1,250 rows/s  lag 1.0 s"
                        + "  users +2,000 ~490 -10");
    }

    @Test
    void a_long_run_says_once_a_second_how_far_it_is() {
        printer.runStarted(new RunStart("users", 7, Window.NONE));
        for (int page = 1; page <= 5; page++) {
            clock.now = START.plusMillis(500L * page);
            printer.pageCommitted(new PageReport(
                    "users", 7, page, 1_000, 1_000, Map.of(), null, Duration.ZERO, 0, PageReport.Phases.NONE));
        }

        assertThat(lines())
                .containsExactly(
                        "12:00:01  users            2 pages     2,000 rows    2,000 rows/s  ...",
                        "12:00:02  users            4 pages     4,000 rows    2,000 rows/s  ...");
    }

    @Test
    void a_failed_run_says_why() {
        printer.runStarted(new RunStart("users", 7, Window.NONE));
        printer.runEnded(new RunEnd(run(RunOutcome.FAILED, 0, 0, "no such table"), new IllegalStateException()));

        assertThat(lines()).singleElement().asString().endsWith("failed: no such table");
    }

    @Test
    void idle_runs_are_silent_but_for_a_line_every_half_minute() {
        for (int second = 0; second <= 65; second += 5) {
            clock.now = START.plusSeconds(second);
            printer.runStarted(new RunStart("users", 7, Window.NONE));
            printer.runEnded(new RunEnd(run(RunOutcome.DRAINED, 0, 0, null), null));
        }

        assertThat(lines())
                .containsExactly("12:00:30  users          nothing new", "12:01:00  users          nothing new");
    }

    private static RunReport run(RunOutcome outcome, int pages, long rows, String message) {
        Map<String, TableCounts> tables =
                pages == 0 ? Map.of() : Map.of("users", new TableCounts(2_500, 2_000, 490, 10, 0));
        return new RunReport(
                "users",
                7,
                outcome,
                START,
                Duration.ofSeconds(2),
                pages,
                rows,
                rows,
                tables,
                Duration.ofSeconds(1),
                message);
    }

    private String[] lines() {
        return printed.toString(StandardCharsets.UTF_8).split("\\R");
    }

    private static final class SetClock extends Clock {
        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.fixed(now, zone);
        }
    }
}
