package io.cameletl.internal.engine.support;

import io.cameletl.TableCounts;
import io.cameletl.TargetData;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.PageLimits;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.engine.driver.PageWriter;
import io.cameletl.internal.engine.driver.Turn;
import java.util.List;
import java.util.Map;

/** Writes pages into a {@link MemoryStore}. */
public class MemoryWriter implements PageWriter {
    private final MemoryStore store;

    public MemoryWriter(MemoryStore store) {
        this.store = store;
    }

    @Override
    public PageResult write(List<TargetData> page, CursorMove move, PageLimits limits) throws Exception {
        store.move(move);
        page.forEach(data -> store.loaded.addAll(data.records()));
        int rows = page.stream().mapToInt(data -> data.records().size()).sum();
        return PageResult.all(Map.of("numbers", new TableCounts(rows, rows, 0, 0, 0)));
    }

    @Override
    public PageResult writeInTurn(List<TargetData> page, Turn turn, PageLimits limits) throws Exception {
        synchronized (store) {
            return write(page, turn.from(store.position(turn.pipeline())), limits);
        }
    }

    @Override
    public void close() {}
}
