package io.cameletl.internal.postgres;

import io.cameletl.StoredCursor;
import io.cameletl.TableCounts;
import io.cameletl.Target;
import io.cameletl.Target.TargetPage;
import io.cameletl.TargetData;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.engine.driver.PageWriter;
import io.cameletl.internal.engine.driver.PipelineStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Hands pages to a target of another kind, and saves the cursor once the page is in: at least once. */
public final class OtherTargetDriver implements PageWriter {
    private final PipelineStore store;
    private final Target target;

    public OtherTargetDriver(PipelineStore store, Target target) {
        this.store = store;
        this.target = target;
    }

    @Override
    public PageResult write(List<TargetData> page, CursorMove move, int rejectsAllowed) throws Exception {
        StoredCursor end = move.cursor();
        target.load(new TargetPage(move.pipeline(), end == null ? null : end.json(), page));
        store.move(move);
        Map<String, TableCounts> counts = new LinkedHashMap<>();
        page.forEach(data ->
                counts.merge(data.table(), TableCounts.onlyStaged(data.records().size()), TableCounts::plus));
        return PageResult.all(counts);
    }

    @Override
    public void close() {
        // The target is its owner's to close.
    }
}
