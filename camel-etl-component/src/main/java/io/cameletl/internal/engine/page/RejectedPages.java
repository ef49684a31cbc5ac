package io.cameletl.internal.engine.page;

import io.cameletl.TargetData;
import io.cameletl.internal.engine.driver.PipelineStore;
import io.cameletl.internal.engine.driver.RejectedRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the ledger of rejected records page by page. A record refused again comes back under a new number: only as many
 * as there are at the start are read.
 */
public final class RejectedPages {
    private final PipelineStore store;
    private final String pipeline;
    private final int pageSize;
    private final @Nullable Set<Long> only;
    private long left;
    private long after;

    /**
     * Records in the ledger, made into a page again.
     *
     * @param numbers their numbers in the ledger
     * @param data the records by table
     */
    public record Page(List<Long> numbers, List<TargetData> data) {}

    /** @param only the records to read, by their numbers; null for all */
    public RejectedPages(PipelineStore store, String pipeline, int pageSize, @Nullable Set<Long> only) {
        this.store = store;
        this.pipeline = pipeline;
        this.pageSize = pageSize;
        this.only = only;
        this.after = only == null ? 0 : Collections.min(only) - 1;
        this.left = store.status(pipeline).rejectedRecords();
    }

    /** @return the next page; null after the last */
    public @Nullable Page next() {
        while (left > 0) {
            List<RejectedRecord> read = store.rejectedRecords(pipeline, after, (int) Math.min(left, pageSize));
            if (read.isEmpty()) {
                return null;
            }
            List<RejectedRecord> records = read.stream()
                    .filter(record -> only == null || only.contains(record.id()))
                    .toList();
            if (!records.isEmpty()) {
                Page page = page(pipeline, records);
                left -= page.numbers().size();
                after = page.numbers().get(page.numbers().size() - 1);
                return page;
            }
            left -= read.size();
            after = read.get(read.size() - 1).id();
        }
        return null;
    }

    /** @return records of a ledger as pages */
    public static List<Page> of(String pipeline, List<RejectedRecord> records) {
        List<Page> pages = new ArrayList<>();
        for (List<RejectedRecord> rest = records; !rest.isEmpty(); ) {
            Page page = page(pipeline, rest);
            pages.add(page);
            rest = rest.subList(page.numbers().size(), rest.size());
        }
        return pages;
    }

    /** Takes records from the list's start for as long as those of one table have the same columns, as a page's must. */
    private static Page page(String pipeline, List<RejectedRecord> records) {
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
