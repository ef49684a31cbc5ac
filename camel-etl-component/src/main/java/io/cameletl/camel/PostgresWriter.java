package io.cameletl.camel;

import io.cameletl.TargetData;
import io.cameletl.pipeline.CursorMove;
import io.cameletl.pipeline.PageWriter;
import io.cameletl.pipeline.TableCounts;
import io.cameletl.postgres.PostgresSession;
import io.cameletl.postgres.TransactionStep;
import io.cameletl.state.JdbcPipelineStore;
import java.util.List;
import java.util.Map;

/**
 * Writes pages into PostgreSQL: rows and cursor in one transaction when the state lives in the same database, else the
 * cursor after the rows.
 */
final class PostgresWriter implements PageWriter {
    private final PostgresSession session;
    private final JdbcPipelineStore store;
    private final boolean joined;

    PostgresWriter(PostgresSession session, JdbcPipelineStore store, boolean joined) {
        this.session = session;
        this.store = store;
        this.joined = joined;
    }

    @Override
    public Map<String, TableCounts> write(List<TargetData> page, CursorMove move) throws Exception {
        if (joined) {
            // Within a run a lost commit takes its cursor with it, so the run reads the page again: no need to wait for
            // the disk. A page loaded outside a run came from somebody who forgets it once it is answered for.
            boolean synchronous = move.owner() == null;
            return session.load(page, connection -> store.move(connection, move), synchronous);
        }
        Map<String, TableCounts> counts = session.load(page, TransactionStep.NONE, true);
        store.move(move);
        return counts;
    }

    @Override
    public void close() {
        session.close();
    }
}
