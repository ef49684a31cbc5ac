package io.cameletl.internal.engine.reconcile;

import io.cameletl.SkippedPage;
import io.cameletl.internal.engine.driver.PipelineStore;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.engine.pass.ComparedTable;
import io.cameletl.internal.engine.pass.RangeComparison;
import io.cameletl.internal.engine.pass.SourceRow;
import io.cameletl.internal.engine.pass.SourceSide;
import io.cameletl.internal.engine.spec.CursorCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells which rows of a table wait in a pipeline's ledgers. They are read when the first row differs. A record waits for the
 * row that it was made of: one that the source has otherwise now is another.
 */
final class LedgerRows<C> implements RangeComparison.Waiting {
    private static final int PAGE = 1_000;

    private final PipelineStore store;
    private final String pipeline;
    private final CursorCodec<C> cursors;
    private final ComparedTable table;
    private final SourceSide<C> source;
    /** By key, which records there are of it. */
    private @Nullable Map<List<String>, Set<UUID>> records;

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
    public Set<List<String>> known(List<List<String>> keys) {
        Set<List<String>> known = new HashSet<>(keys);
        known.retainAll(records().keySet());
        known.addAll(inPages(keys));
        return known;
    }

    @Override
    public Set<SourceRow> of(List<SourceRow> rows) {
        Map<List<String>, Set<UUID>> known = records();
        Set<SourceRow> waiting = new HashSet<>();
        for (SourceRow row : rows) {
            UUID record = record(row.values());
            if (known.getOrDefault(row.key(table), Set.of()).contains(record)
                    || known.getOrDefault(row.asked(), Set.of()).contains(record)) {
                waiting.add(row);
            }
        }
        List<SourceRow> rest =
                rows.stream().filter(row -> !waiting.contains(row)).toList();
        Set<List<String>> skipped =
                inPages(rest.stream().map(row -> row.key(table)).distinct().toList());
        rest.stream().filter(row -> skipped.contains(row.key(table))).forEach(waiting::add);
        return waiting;
    }

    private Set<List<String>> inPages(List<List<String>> keys) {
        Set<List<String>> found = new HashSet<>();
        for (SkippedPage page : pages) {
            List<List<String>> rest =
                    keys.stream().filter(key -> !found.contains(key)).toList();
            if (!rest.isEmpty()) {
                found.addAll(source.inPage(
                        cursors.decode(page.after()), Objects.requireNonNull(cursors.decode(page.end())), rest));
            }
        }
        return found;
    }

    private Map<List<String>, Set<UUID>> records() {
        Map<List<String>, Set<UUID>> known = records;
        if (known == null) {
            known = read();
            pages = store.skippedPages(pipeline);
            records = known;
        }
        return known;
    }

    private Map<List<String>, Set<UUID>> read() {
        Map<List<String>, Set<UUID>> known = new HashMap<>();
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

    private void add(RejectedRecord record, Map<List<String>, Set<UUID>> known) {
        Map<String, @Nullable String> values = record.values(pipeline);
        List<String> key = new ArrayList<>();
        for (ComparedTable.KeyColumn column : table.key()) {
            String value = values.get(column.column().name());
            if (value == null) {
                return;
            }
            key.add(value);
        }
        List<@Nullable String> texts = new ArrayList<>();
        table.names().forEach(name -> texts.add(values.get(name)));
        known.computeIfAbsent(key, any -> new HashSet<>()).add(record(texts));
    }

    /** Stands for a record of such texts, which may be long. */
    private static UUID record(List<@Nullable String> texts) {
        StringBuilder all = new StringBuilder();
        for (String text : texts) {
            all.append(text == null ? "n" : text.length() + ":" + text).append(',');
        }
        return UUID.nameUUIDFromBytes(all.toString().getBytes(StandardCharsets.UTF_8));
    }
}
