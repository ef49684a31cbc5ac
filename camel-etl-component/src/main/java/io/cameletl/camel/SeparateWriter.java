package io.cameletl.camel;

import io.cameletl.Target;
import io.cameletl.TargetData;
import io.cameletl.TargetPage;
import io.cameletl.pipeline.CursorMove;
import io.cameletl.pipeline.PageWriter;
import io.cameletl.pipeline.PipelineStore;
import io.cameletl.pipeline.StoredCursor;
import io.cameletl.pipeline.TableCounts;
import io.cameletl.pipeline.Written;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Hands pages to a target of another kind, and saves the cursor once the page is in: at least once. */
final class SeparateWriter implements PageWriter {
    private final PipelineStore store;
    private final Target target;

    SeparateWriter(PipelineStore store, Target target) {
        this.store = store;
        this.target = target;
    }

    @Override
    public Written write(List<TargetData> page, CursorMove move, int rejectsAllowed) throws Exception {
        StoredCursor end = move.cursor();
        target.load(new TargetPage(move.pipeline(), end == null ? null : end.json(), page));
        store.move(move);
        Map<String, TableCounts> counts = new LinkedHashMap<>();
        page.forEach(data ->
                counts.merge(data.table(), TableCounts.onlyStaged(data.records().size()), TableCounts::plus));
        return Written.all(counts);
    }

    @Override
    public void close() {
        // The target is its owner's to close.
    }
}
