package io.cameletl.internal.postgres.page;

import io.cameletl.EtlException;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.TargetData;
import io.cameletl.internal.engine.driver.PageLimits;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.engine.driver.Turn;
import io.cameletl.internal.postgres.page.PostponedBefore.Joined;
import io.cameletl.internal.postgres.state.JdbcPipelineStore;
import java.sql.Connection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the page of a load that takes its turn:
 *
 * <ol>
 *   <li>Where no record is known to wait, the page is staged before its turn: loads hold each other up for the merge only.
 *   <li>When its turn comes and records wait after all, nothing of it is written, and it begins again with its turn. The
 *       records that wait are read then. They stay as they are until the turn ends, so that they need not be read twice,
 *       however many loads there are.
 *   <li>A page that fails together with what waits is written by itself.
 * </ol>
 */
final class TurnWriter {
    private final PostgresSession session;
    private final JdbcPipelineStore store;
    private final PostponedBefore before;
    private final List<TargetData> page;
    private final Turn turn;
    private final PageLimits limits;

    /** What the page was last joined with. */
    private @Nullable Joined joined;

    TurnWriter(
            PostgresSession session,
            JdbcPipelineStore store,
            PostponedBefore before,
            List<TargetData> page,
            Turn turn,
            PageLimits limits) {
        this.session = session;
        this.store = store;
        this.before = before;
        this.page = page;
        this.turn = turn;
        this.limits = limits;
    }

    PageResult write() throws Exception {
        PageResult result = store.turns().waitingIsKnown(turn.pipeline()) ? writeWithTurn() : writeBeforeTurn();
        store.turns().waiting(turn.pipeline(), result.waiting() > 0);
        return result;
    }

    private PageResult writeBeforeTurn() throws Exception {
        before.assume(List.of(), names -> List.of());
        Joined alone = before.apart(page);
        try {
            return session.load(PostgresWriter.order(
                    alone, limits.postponed(), limits, true, new TurnStep(store, turn, before, alone)));
        } catch (LedgerChangedException e) {
            return writeWithTurn();
        }
    }

    private PageResult writeWithTurn() throws Exception {
        try {
            return session.loadLate(connection -> order(connection, false));
        } catch (EtlException e) {
            if (joined == null || !PostgresWriter.mayBeOfWaiting(e, joined, page)) {
                throw e;
            }
            return session.loadLate(connection -> order(connection, true));
        }
    }

    private PageOrder order(Connection connection, boolean alone) {
        joined = null;
        Position position = store.turns().await(connection, turn.pipeline());
        before.assume(store.turns().postponed(connection, turn.pipeline()), names -> store.within(connection)
                .identities(turn.pipeline(), names));
        Joined with = alone ? before.apart(page) : before.join(page);
        joined = with;
        return PostgresWriter.order(
                with, limits.postponed(), limits, true, new LedgerStep(store, before, with, turn.from(position)));
    }
}
