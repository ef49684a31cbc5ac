package io.cameletl.internal.postgres.merge;

import io.cameletl.TableCounts;
import io.cameletl.internal.postgres.load.LoadContext;
import io.cameletl.internal.postgres.plan.StagedTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a merge did with the records, by table. Each is counted once: staged = what was done with them, together. */
final class MergeCounts {
    private final List<StagedTable> tables;
    private final Map<String, TableCounts> done = new LinkedHashMap<>();

    MergeCounts(List<StagedTable> tables) {
        this.tables = tables;
    }

    /** @param more the rows inserted, updated and deleted */
    void add(StagedTable table, TableCounts more) {
        done.merge(table.name(), more, TableCounts::plus);
    }

    /** @return the counts by table; what was neither written nor left out was seen to need no write */
    Map<String, TableCounts> byTable(LoadContext context) {
        Map<String, TableCounts> byTable = new LinkedHashMap<>();
        for (StagedTable table : tables) {
            TableCounts counts = done.getOrDefault(table.name(), TableCounts.NONE);
            long rejected = context.rejects().count(table);
            long postponed = context.postponed().count(table);
            long rest = table.records().size() - postponed - rejected;
            long inserted = Math.min(counts.inserted(), rest);
            // A row may be written twice for its record: after a trigger changed it, or where several rows have its
            // key.
            long updated = Math.min(counts.updated(), rest - inserted);
            long deleted = Math.min(counts.deleted(), rest - inserted - updated);
            byTable.put(
                    table.name(),
                    new TableCounts(
                            table.records().size(),
                            inserted,
                            updated,
                            deleted,
                            rest - inserted - updated - deleted,
                            postponed,
                            rejected));
        }
        return byTable;
    }
}
