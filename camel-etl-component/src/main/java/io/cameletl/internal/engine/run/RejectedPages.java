package io.cameletl.internal.engine.run;

import io.cameletl.TargetData;
import io.cameletl.internal.engine.driver.PipelineStore;
import io.cameletl.internal.engine.driver.RejectedRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the ledger of rejected records page by page. A record refused again comes back under a new number: only as many
 * as there are at the start are read.
 */
final class RejectedPages {
    private final PipelineStore store;
    private final String pipeline;
    private final int pageSize;
    private long left;
    private long after;

    /**
     * Records in the ledger, made into a page again.
     *
     * @param numbers their numbers in the ledger
     * @param data the records by table
     */
    record Page(List<Long> numbers, List<TargetData> data) {}

    RejectedPages(PipelineStore store, String pipeline, int pageSize) {
        this.store = store;
        this.pipeline = pipeline;
        this.pageSize = pageSize;
        this.left = store.status(pipeline).rejectedRecords();
    }

    /** @return the next page; null after the last */
    @Nullable
    Page next() {
        int size = (int) Math.min(left, pageSize);
        List<RejectedRecord> records = size == 0 ? List.of() : store.rejectedRecords(pipeline, after, size);
        if (records.isEmpty()) {
            return null;
        }
        Page page = page(records);
        left -= page.numbers().size();
        after = page.numbers().get(page.numbers().size() - 1);
        return page;
    }

    /** Takes records from the list's start for as long as those of one table have the same columns, as a page's must. */
    private Page page(List<RejectedRecord> records) {
        List<Long> numbers = new ArrayList<>();
        Map<String, List<Map<String, @Nullable String>>> byTable = new LinkedHashMap<>();
        for (RejectedRecord record : records) {
            Map<String, @Nullable String> columns = record.values(pipeline);
            List<Map<String, @Nullable String>> table =
                    byTable.computeIfAbsent(record.table(), name -> new ArrayList<>());
            Set<String> known =
                    table.isEmpty() ? columns.keySet() : table.get(0).keySet();
            if (!known.equals(columns.keySet())) {
                break;
            }
            table.add(columns);
            numbers.add(record.id());
        }
        return new Page(
                numbers,
                byTable.entrySet().stream()
                        .map(table -> new TargetData(table.getKey(), table.getValue()))
                        .toList());
    }
}
