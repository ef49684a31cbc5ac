package io.cameletl.internal.postgres.page;

import io.cameletl.PipelineStatus.Position;
import io.cameletl.internal.engine.driver.LeftOut;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.engine.driver.Turn;
import io.cameletl.internal.postgres.page.PostponedBefore.Joined;
import io.cameletl.internal.postgres.state.JdbcPipelineStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The step of a load that takes its turn: it locks the position before the merge, and moves it after that. The page was
 * joined with the postponed records before: these must still be the same.
 */
final class TurnStep implements TransactionStep {
    private final JdbcPipelineStore store;
    private final Turn turn;
    private final PostponedBefore before;
    private final Joined joined;
    private List<Long> superseded = List.of();
    private @Nullable LedgerStep step;

    TurnStep(JdbcPipelineStore store, Turn turn, PostponedBefore before, Joined joined) {
        this.store = store;
        this.turn = turn;
        this.before = before;
        this.joined = joined;
    }

    @Override
    public void superseding(List<Long> numbers) {
        superseded = numbers;
    }

    @Override
    public void beforeMerge(Connection connection) {
        Position position = store.turns().await(connection, turn.pipeline());
        List<RejectedRecord> ledger = store.turns().postponed(connection, turn.pipeline());
        if (!before.isStill(ledger)) {
            throw new LedgerChangedException(turn.pipeline(), ledger);
        }
        LedgerStep taken = new LedgerStep(store, before, joined, turn.from(position));
        taken.superseding(superseded);
        step = taken;
    }

    @Override
    public Kept run(Connection connection, LeftOut leftOut) throws SQLException {
        return Objects.requireNonNull(step).run(connection, leftOut);
    }
}
