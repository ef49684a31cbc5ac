package io.cameletl.example;

import io.cameletl.PipelineListener;
import io.cameletl.RunReport;
import io.cameletl.TableCounts;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Adds up all runs of all pipelines. Thread-safe. */
final class Totals implements PipelineListener {
    private final Map<String, TableCounts> tables = new LinkedHashMap<>();
    private int runs;
    private long rows;

    @Override
    public synchronized void runEnded(RunEnd end) {
        RunReport run = end.run();
        if (run.pages() > 0) {
            runs++;
            rows += run.rows();
            run.tables().forEach((table, counts) -> tables.merge(table, counts, TableCounts::plus));
        }
    }

    @Override
    public synchronized String toString() {
        if (runs == 0) {
            return "no run had work";
        }
        return String.format(Locale.ROOT, "%,d runs with work, %,d rows: %s", runs, rows, TableCounts.summary(tables));
    }
}
