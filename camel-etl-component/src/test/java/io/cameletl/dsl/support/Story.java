package io.cameletl.dsl.support;

import io.cameletl.EtlEvent;
import io.cameletl.PipelineListener;
import io.cameletl.RunReport;
import io.cameletl.support.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * All that a pipeline leaves behind, but for the times of the day and how long it took.
 *
 * @param rows of the target
 * @param state the pipeline's row
 * @param history the rows of its runs
 * @param reports what each run answered
 * @param events what its listeners heard besides
 */
public record Story(
        List<Map<String, Object>> rows,
        List<Map<String, Object>> state,
        List<Map<String, Object>> history,
        List<RunReport> reports,
        List<String> events) {
    /** Listens, and tells the story in the end. */
    public static final class Recorder implements PipelineListener {
        private final List<RunReport> reports = new CopyOnWriteArrayList<>();
        private final List<String> events = new CopyOnWriteArrayList<>();

        @Override
        public void runEnded(RunEnd end) {
            reports.add(timeless(end.run()));
        }

        @Override
        public void eventOccurred(EtlEvent event) {
            events.add(timeless(event.kind() + ": " + event.message() + " " + event));
        }

        public Story of(TestDatabase target) {
            return new Story(
                    target.query("select * from users order by id"),
                    timeless(target.query("select * from etl_pipeline")),
                    timeless(target.query("select *, tables::text as counts from etl_run order by run_number")),
                    reports,
                    events);
        }
    }

    private static RunReport timeless(RunReport run) {
        return new RunReport(
                run.pipeline(),
                run.runNumber(),
                run.outcome(),
                Instant.EPOCH,
                Duration.ZERO,
                run.pages(),
                run.rows(),
                run.records(),
                run.tables(),
                run.lag() == null ? null : Duration.ZERO,
                run.message() == null ? null : timeless(run.message()));
    }

    private static List<Map<String, Object>> timeless(List<Map<String, Object>> rows) {
        return rows.stream().map(Story::timeless).toList();
    }

    private static Map<String, Object> timeless(Map<String, Object> row) {
        Map<String, Object> same = new TreeMap<>(row);
        same.remove("took");
        same.remove("lag");
        same.remove("tables");
        same.replaceAll((column, value) -> value instanceof Instant ? "a time" : timeless(String.valueOf(value)));
        return same;
    }

    private static String timeless(String text) {
        return text.replaceAll("20\\d\\d-\\d\\d-\\d\\dT[\\d:.]+Z|PT[\\d.]+S", "<time>");
    }
}
