package io.cameletl.internal.postgres.merge;

import io.cameletl.TableCounts;
import io.cameletl.internal.postgres.load.LoadContext;
import io.cameletl.internal.postgres.plan.StagedTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows that a merge wrote, by table. */
final class MergeCounts {
    private final List<StagedTable> tables;
    private final Map<String, TableCounts> written = new LinkedHashMap<>();

    MergeCounts(List<StagedTable> tables) {
        this.tables = tables;
        tables.forEach(table ->
                written.put(table.name(), TableCounts.onlyStaged(table.records().size())));
    }

    /** @param rows the rows that each statement wrote */
    void addAll(StagedTable table, List<MergeStatement> statements, long[] rows) {
        for (int i = 0; i < rows.length; i++) {
            add(table, statements.get(i), rows[i]);
        }
    }

    void add(StagedTable table, MergeStatement statement, long rows) {
        TableCounts more =
                switch (statement) {
                    case INSERT_BLIND, INSERT, INSERT_ON_CONFLICT -> new TableCounts(0, rows, 0, 0, 0);
                    case UPDATE -> new TableCounts(0, 0, rows, 0, 0);
                    case DELETE -> new TableCounts(0, 0, 0, rows, 0);
                };
        written.merge(table.name(), more, TableCounts::plus);
    }

    /** @return the counts by table; what was neither written nor left out is unchanged */
    Map<String, TableCounts> byTable(LoadContext context) {
        Map<String, TableCounts> byTable = new LinkedHashMap<>();
        for (StagedTable table : tables) {
            TableCounts counts = written.getOrDefault(table.name(), TableCounts.NONE);
            // The careful merge may update a row twice, where a trigger changes the values it is given.
            long unchanged = Math.max(
                    0,
                    counts.staged()
                            - counts.written()
                            - context.rejects().count(table)
                            - context.postponed().count(table));
            byTable.put(table.name(), counts.plus(new TableCounts(0, 0, 0, 0, unchanged)));
        }
        return byTable;
    }
}
