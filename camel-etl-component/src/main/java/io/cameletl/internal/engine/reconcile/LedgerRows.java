package io.cameletl.internal.engine.reconcile;

import io.cameletl.SkippedPage;
import io.cameletl.internal.engine.driver.PipelineStore;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.engine.pass.ComparedTable;
import io.cameletl.internal.engine.pass.RangeComparison;
import io.cameletl.internal.engine.pass.SourceSide;
import io.cameletl.internal.engine.spec.CursorCodec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells which rows of a table a pipeline's ledgers know of. They are read when the first row differs. */
final class LedgerRows<C> implements RangeComparison.Waiting {
    private static final int PAGE = 1_000;

    private final PipelineStore store;
    private final String pipeline;
    private final CursorCodec<C> cursors;
    private final ComparedTable table;
    private final SourceSide<C> source;
    private @Nullable Set<List<String>> records;
    private List<SkippedPage> pages = List.of();

    LedgerRows(
            PipelineStore store, String pipeline, CursorCodec<C> cursors, ComparedTable table, SourceSide<C> source) {
        this.store = store;
        this.pipeline = pipeline;
        this.cursors = cursors;
        this.table = table;
        this.source = source;
    }

    @Override
    public Set<List<String>> of(List<List<String>> keys) {
        Set<List<String>> known = records;
        if (known == null) {
            known = read();
            records = known;
            pages = store.skippedPages(pipeline);
        }
        Set<List<String>> waiting = new HashSet<>(keys);
        waiting.retainAll(known);
        for (SkippedPage page : pages) {
            List<List<String>> rest =
                    keys.stream().filter(key -> !waiting.contains(key)).toList();
            if (!rest.isEmpty()) {
                waiting.addAll(source.inPage(
                        cursors.decode(page.after()), Objects.requireNonNull(cursors.decode(page.end())), rest));
            }
        }
        return waiting;
    }

    private Set<List<String>> read() {
        Set<List<String>> known = new HashSet<>();
        store.postponedRecords(pipeline).forEach(record -> add(record, known));
        long after = 0;
        List<RejectedRecord> page = store.rejectedRecords(pipeline, after, PAGE);
        while (!page.isEmpty()) {
            page.forEach(record -> add(record, known));
            after = page.get(page.size() - 1).id();
            page = store.rejectedRecords(pipeline, after, PAGE);
        }
        return known;
    }

    private void add(RejectedRecord record, Set<List<String>> known) {
        Map<String, @Nullable String> values = record.values(pipeline);
        List<String> key = new ArrayList<>();
        for (ComparedTable.KeyColumn column : table.key()) {
            String value = values.get(column.column().name());
            if (value == null) {
                return;
            }
            key.add(value);
        }
        known.add(key);
    }
}
