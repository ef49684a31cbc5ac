package io.cameletl.internal.postgres;

import io.cameletl.EtlException;
import io.cameletl.StoredCursor;
import io.cameletl.TableCounts;
import io.cameletl.Target;
import io.cameletl.Target.TargetPage;
import io.cameletl.TargetData;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.DatabaseSection;
import io.cameletl.internal.engine.driver.Driver;
import io.cameletl.internal.engine.driver.LoadTimes;
import io.cameletl.internal.engine.driver.PageLimits;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.engine.driver.PageWriter;
import io.cameletl.internal.engine.driver.PipelineStore;
import io.cameletl.internal.engine.driver.Turn;
import io.cameletl.internal.engine.driver.WatchedRun;
import io.cameletl.internal.postgres.state.JdbcPipelineStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The driver for a target of another kind, with its position in PostgreSQL: the cursor is saved once the page is in, so
 * that a page arrives at least once. Thread-safe as far as the target is.
 */
public final class OtherTargetDriver implements Driver {
    private final String pipeline;
    private final Target target;
    private final JdbcPipelineStore store;
    private final WatchedWork work;

    /** @param work what is under way at databases */
    public OtherTargetDriver(String pipeline, Target target, JdbcPipelineStore store, WatchedWork work) {
        this.pipeline = pipeline;
        this.target = target;
        this.store = store;
        this.work = work;
    }

    @Override
    public PipelineStore store() {
        return store;
    }

    @Override
    public PageWriter open(String owner, boolean nonePostponed) {
        return new Writer();
    }

    /** The target's failures are told by SQLSTATE or type as those of a database are. */
    @Override
    public boolean isTransient(Throwable failure) {
        return EtlException.isTransient(failure);
    }

    /** Nothing is known of the target. */
    @Override
    public List<String> check(@Nullable List<String> columns) {
        store.check(pipeline, true);
        return List.of();
    }

    @Override
    public WatchedRun watch(BooleanSupplier stopping) {
        return work.watch(stopping);
    }

    @Override
    public List<DatabaseSection> sections() {
        return work.sections();
    }

    private final class Writer implements PageWriter {
        @Override
        public PageResult write(List<TargetData> page, CursorMove move, PageLimits limits) throws Exception {
            PageResult result = load(page, move);
            store.move(move.after(result.tables().values()));
            return result;
        }

        @Override
        public PageResult writeInTurn(List<TargetData> page, Turn turn, PageLimits limits) throws Exception {
            return store.turns().during(turn, move -> load(page, move));
        }

        private PageResult load(List<TargetData> page, CursorMove move) throws Exception {
            StoredCursor end = move.cursor();
            long started = System.nanoTime();
            target.load(new TargetPage(move.pipeline(), end == null ? null : end.json(), page));
            Duration took = Duration.ofNanos(System.nanoTime() - started);
            Map<String, TableCounts> counts = new LinkedHashMap<>();
            page.forEach(data -> counts.merge(
                    data.table(), TableCounts.onlyStaged(data.records().size()), TableCounts::plus));
            return PageResult.all(counts).took(new LoadTimes(0, Duration.ZERO, took, Duration.ZERO));
        }

        @Override
        public void close() {
            // The target is its owner's to close.
        }
    }
}
