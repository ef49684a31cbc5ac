package io.cameletl.internal.postgres.page;

import io.cameletl.TargetData;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.engine.driver.PageWriter;
import io.cameletl.internal.postgres.state.JdbcPipelineStore;
import java.util.List;

/**
 * Joins a page's rows with its cursor: rows, cursor and rejected records in one transaction where the state lives in the
 * target's database, else the cursor after the rows.
 */
public final class PostgresWriter implements PageWriter {
    private final PostgresSession session;
    private final JdbcPipelineStore store;
    private final boolean oneTransaction;

    /** @param oneTransaction whether the store's tables are in the target's database */
    public PostgresWriter(PostgresSession session, JdbcPipelineStore store, boolean oneTransaction) {
        this.session = session;
        this.store = store;
        this.oneTransaction = oneTransaction;
    }

    @Override
    public PageResult write(List<TargetData> page, CursorMove move, int rejectsAllowed) throws Exception {
        if (oneTransaction) {
            // Within a run a lost commit takes its cursor with it, so the run reads the page again: no need to wait for
            // the disk. A page loaded outside a run came from somebody who forgets it once it is answered for, and what
            // a replay takes from the ledgers is read from nowhere else.
            boolean synchronous = move.owner() == null || !move.replayed().isEmpty();
            TransactionStep step = (connection, rejected) -> {
                store.move(connection, move);
                return store.reject(connection, move.pipeline(), rejected);
            };
            return session.load(page, step, synchronous, rejectsAllowed);
        }
        PageResult result = session.load(page, TransactionStep.NONE, true, 0);
        store.move(move);
        return result;
    }

    @Override
    public void clear() {
        session.clear();
    }

    @Override
    public void close() {
        session.close();
    }
}
