package io.cameletl.internal.postgres.page;

import io.cameletl.EtlException;
import io.cameletl.StaleLeaseException;
import io.cameletl.TargetData;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.PageLimits;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.engine.driver.PageWriter;
import io.cameletl.internal.engine.driver.Turn;
import io.cameletl.internal.engine.pass.Removal;
import io.cameletl.internal.postgres.load.RowRemoval;
import io.cameletl.internal.postgres.page.PostponedBefore.Joined;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.state.JdbcPipelineStore;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Joins a page's rows with its cursor: rows, cursor and ledger in one transaction where the state lives in the target's
 * database, else the cursor after the rows.
 */
public final class PostgresWriter implements PageWriter {
    private final PostgresSession session;
    private final JdbcPipelineStore store;
    private final @Nullable PostponedBefore postponed;

    /**
     * A writer whose rows and cursor commit together.
     *
     * @param target where the records go
     * @param owner tells its staging tables from any other's
     * @param loaded hears which tables are loaded, and how
     * @param store its tables are in the target's database
     * @param nonePostponed whether the pipeline is known to have no postponed records
     */
    public static PostgresWriter joined(
            PostgresTargetSpec target,
            String owner,
            LoadedTables loaded,
            JdbcPipelineStore store,
            boolean nonePostponed) {
        PostponedBefore postponed = new PostponedBefore(target, store, nonePostponed);
        return new PostgresWriter(new PostgresSession(target, owner, loaded), store, postponed);
    }

    /** A writer that saves the cursor after the rows. */
    public static PostgresWriter apart(
            PostgresTargetSpec target, String owner, LoadedTables loaded, JdbcPipelineStore store) {
        return new PostgresWriter(new PostgresSession(target, owner, loaded), store, null);
    }

    private PostgresWriter(PostgresSession session, JdbcPipelineStore store, @Nullable PostponedBefore postponed) {
        this.session = session;
        this.store = store;
        this.postponed = postponed;
    }

    @Override
    public PageResult write(List<TargetData> page, CursorMove move, PageLimits limits) throws Exception {
        return write(page, move, limits, step -> step);
    }

    @Override
    public PageResult repair(List<TargetData> page, Removal removal, CursorMove move, PageLimits limits)
            throws Exception {
        return write(page, move, limits, step -> new SurplusStep((RowRemoval) removal, step));
    }

    /** @param around makes of the page's step what is taken in its place */
    private PageResult write(
            List<TargetData> page, CursorMove move, PageLimits limits, UnaryOperator<TransactionStep> around)
            throws Exception {
        if (postponed != null) {
            return write(page, move, limits, around, postponed);
        }
        PageResult result = session.load(PageOrder.of(page, around.apply(TransactionStep.NONE), true));
        store.move(move.after(result.tables().values()));
        return result;
    }

    @Override
    public void ahead(List<TargetData> page) {
        // Rows that are on disk before the cursor moves are loaded in another way.
        if (postponed != null) {
            session.ahead(page);
        }
    }

    private PageResult write(
            List<TargetData> page,
            CursorMove move,
            PageLimits limits,
            UnaryOperator<TransactionStep> around,
            PostponedBefore before)
            throws Exception {
        // What comes for a key takes the place of what waits for it, so rejected records are older than postponed ones.
        // The older must neither take the place of the newer nor come to wait behind it.
        boolean older = isOfRejected(move);
        // Several workers must not try the same records.
        boolean shared = move.shard() != null;
        Joined joined = older || shared ? before.apart(page) : before.join(page);
        try {
            return load(limits, joined, move, around.apply(new LedgerStep(store, before, joined, move)));
        } catch (EtlException e) {
            if (!mayBeOfWaiting(e, joined, page)) {
                throw e;
            }
            // What waits must not keep newer pages out, whatever has become of it since. It goes on waiting.
            Joined alone = before.apart(page);
            return load(limits, alone, move, around.apply(new LedgerStep(store, before, alone, move)));
        }
    }

    /** @return whether a page may have failed by the records that waited, and may load without them */
    static boolean mayBeOfWaiting(EtlException failure, Joined joined, List<TargetData> page) {
        return !joined.numbers().isEmpty()
                && page.stream().anyMatch(data -> !data.records().isEmpty())
                && !failure.isTransient()
                && !(failure instanceof StaleLeaseException);
    }

    /**
     * Within a run a lost commit takes its cursor with it, so the run reads the page again: no need to wait for the disk. A
     * page loaded outside a run came from somebody who forgets it once it is answered for, and what a replay takes from the
     * ledgers is read from nowhere else.
     */
    private static boolean synchronous(CursorMove move) {
        return move.owner() == null || !move.replayed().isEmpty();
    }

    private static boolean isOfRejected(CursorMove move) {
        return !move.replayed().rejectedRecords().isEmpty();
    }

    /** A run's page moves the cursor; what leaves it where it is has been read for a ledger. */
    private static boolean isLate(CursorMove move) {
        return move.owner() != null && move.cursor() == null && move.shard() == null;
    }

    private PageResult load(PageLimits limits, Joined joined, CursorMove move, TransactionStep step) throws Exception {
        boolean older = isOfRejected(move);
        PageOrder order = order(joined, older ? 0 : limits.postponed(), limits, synchronous(move), step);
        PageOrder placed = older ? order.takingNoPlace() : order;
        return session.load(isLate(move) ? placed.comingLate() : placed);
    }

    /** @param postponed how many records may wait, those from before this page included */
    static PageOrder order(Joined joined, int postponed, PageLimits limits, boolean synchronous, TransactionStep step) {
        PageLimits left = new PageLimits(limits.rejects(), postponed);
        return new PageOrder(joined.page(), left, joined.numbers(), joined.others(), false, step, synchronous);
    }

    @Override
    public PageResult writeInTurn(List<TargetData> page, Turn turn, PageLimits limits) throws Exception {
        store.turns().prepare(turn.pipeline());
        return postponed == null
                ? store.turns().during(turn, move -> session.load(PageOrder.of(page, TransactionStep.NONE, true)))
                : new TurnWriter(session, store, postponed, page, turn, limits).write();
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
