package io.cameletl.internal.postgres.page;

import io.cameletl.PipelineStatus.Position;
import io.cameletl.TableCounts;
import io.cameletl.internal.engine.driver.LeftOut;
import io.cameletl.internal.engine.driver.Turn;
import io.cameletl.internal.postgres.page.PostponedBefore.Joined;
import io.cameletl.internal.postgres.state.JdbcPipelineStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The step of a load that takes its turn once its page is in staging: it locks the position before the merge, and moves it
 * after that. The page came by itself: no record may wait.
 */
final class TurnStep implements TransactionStep {
    private final JdbcPipelineStore store;
    private final Turn turn;
    private final PostponedBefore before;
    private final Joined joined;
    private @Nullable LedgerStep step;

    TurnStep(JdbcPipelineStore store, Turn turn, PostponedBefore before, Joined joined) {
        this.store = store;
        this.turn = turn;
        this.before = before;
        this.joined = joined;
    }

    @Override
    public void beforeMerge(Connection connection) {
        Position position = store.turns().await(connection, turn.pipeline());
        if (!store.turns().postponed(connection, turn.pipeline()).isEmpty()) {
            throw new LedgerChangedException(turn.pipeline());
        }
        step = new LedgerStep(store, before, joined, turn.from(position));
    }

    @Override
    public boolean locksBeforeMerge() {
        return true;
    }

    @Override
    public Kept run(Connection connection, LeftOut leftOut, Map<String, TableCounts> counts) throws SQLException {
        return Objects.requireNonNull(step).run(connection, leftOut, counts);
    }
}
