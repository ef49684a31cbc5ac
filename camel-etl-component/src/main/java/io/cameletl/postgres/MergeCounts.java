package io.cameletl.postgres;

import io.cameletl.pipeline.TableCounts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows that a merge wrote, by table. */
final class MergeCounts {
    private final Map<String, TableCounts> written = new LinkedHashMap<>();

    MergeCounts(List<StagedTable> tables) {
        tables.forEach(table ->
                written.put(table.name(), TableCounts.onlyStaged(table.records().size())));
    }

    void add(StagedTable table, MergeStep step, long rows) {
        TableCounts more =
                switch (step) {
                    case INSERT_UNSEEN, INSERT, INSERT_GIVING_WAY -> new TableCounts(0, rows, 0, 0, 0);
                    case UPDATE -> new TableCounts(0, 0, rows, 0, 0);
                    case DELETE -> new TableCounts(0, 0, 0, rows, 0);
                };
        written.merge(table.name(), more, TableCounts::plus);
    }

    Map<String, TableCounts> byTable() {
        Map<String, TableCounts> tables = new LinkedHashMap<>();
        written.forEach((name, counts) -> tables.put(name, withUnchanged(counts)));
        return tables;
    }

    private static TableCounts withUnchanged(TableCounts counts) {
        // The careful merge may update a row twice, where a trigger changes what it is given.
        long unchanged = Math.max(0, counts.staged() - counts.written());
        return counts.plus(new TableCounts(0, 0, 0, 0, unchanged));
    }
}
