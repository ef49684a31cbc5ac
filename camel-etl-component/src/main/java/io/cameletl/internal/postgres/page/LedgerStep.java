package io.cameletl.internal.postgres.page;

import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.LeftOut;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.postgres.page.PostponedBefore.Joined;
import io.cameletl.internal.postgres.state.JdbcPipelineStore;
import java.sql.Connection;
import java.util.List;

/** Moves the cursor, and keeps in the ledger what of a page is not in the target. */
final class LedgerStep implements TransactionStep {
    private final JdbcPipelineStore store;
    private final PostponedBefore before;
    private final Joined joined;
    private final CursorMove move;
    private List<Long> superseded = List.of();

    /** @param joined the page with the postponed records of before */
    LedgerStep(JdbcPipelineStore store, PostponedBefore before, Joined joined, CursorMove move) {
        this.store = store;
        this.before = before;
        this.joined = joined;
        this.move = move;
    }

    @Override
    public void superseding(List<Long> numbers) {
        superseded = numbers;
    }

    @Override
    public Kept run(Connection connection, LeftOut leftOut) {
        store.move(connection, move.andRemoves(joined.done(leftOut)).andRemoves(superseded));
        List<RejectedRecord> rejected = store.reject(connection, move.pipeline(), leftOut.rejected());
        List<RejectedRecord> postponed =
                leftOut.postponed().stream().filter(record -> record.id() == 0).toList();
        store.postpone(connection, move.pipeline(), postponed, move.readAt());
        return new Kept(
                new LeftOut(rejected, postponed),
                before.kept(joined, leftOut, superseded.size()),
                joined.others().size() - superseded.size());
    }
}
