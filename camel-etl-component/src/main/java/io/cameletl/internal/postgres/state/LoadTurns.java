package io.cameletl.internal.postgres.state;

import io.cameletl.EtlException;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.engine.driver.Turn;
import io.cameletl.internal.jdbc.watch.Section;
import io.cameletl.internal.postgres.state.TurnWait.Patience;
import java.sql.Connection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Lets the loads of one pipeline take turns, in all processes. Thread-safe. */
public final class LoadTurns {
    private final StateDatabase database;
    private final Patience patience;

    /** The pipelines of which records waited after the last load of this process. */
    private final Set<String> withWaiting = ConcurrentHashMap.newKeySet();

    LoadTurns(StateDatabase database, Patience patience) {
        this.database = database;
        this.patience = patience;
    }

    /** Loads a page whose turn has come. */
    @FunctionalInterface
    public interface PageLoading {
        PageResult at(CursorMove move) throws Exception;
    }

    /**
     * Finds the state tables, or makes them, unless that is done. Whoever is about to hold a connection calls it before:
     * loads that hold all connections of a pool must not wait for one more.
     */
    public void prepare(String pipeline) {
        database.prepareFor(pipeline);
    }

    /**
     * Waits, inside the caller's transaction, until no other load of the pipeline has its turn. The turn lasts until the
     * transaction ends, which must be READ COMMITTED and on the database of the store. Creates the pipeline when it is new.
     *
     * @param connection the transaction; neither committed nor closed here
     * @return the position, which stays so during the turn
     * @throws io.cameletl.StaleLeaseException when a run holds the pipeline
     * @throws EtlException when the turn does not come, or the database refuses the statement
     */
    public Position await(Connection connection, String pipeline) {
        return database.within(connection, pipeline, "wait for a load's turn", state -> state.turn(patience));
    }

    /**
     * @param connection the transaction that has its turn
     * @return the pipeline's postponed records, which stay so until it ends
     */
    public List<RejectedRecord> postponed(Connection connection, String pipeline) {
        return database.within(connection, pipeline, "read the postponed records", state -> state.rejectedRecords()
                .postponed(null));
    }

    /** @return whether records of the pipeline waited when this process last looked: a guess, which may be wrong */
    public boolean waitingIsKnown(String pipeline) {
        return withWaiting.contains(pipeline);
    }

    /** Takes note of whether records wait after a load. */
    public void waiting(String pipeline, boolean any) {
        if (any) {
            withWaiting.add(pipeline);
        } else {
            withWaiting.remove(pipeline);
        }
    }

    /**
     * Waits for a load's turn, lets the page be loaded, and takes its step: for targets whose transactions the store's
     * database has no part in. A connection is held meanwhile.
     *
     * @param turn makes the step
     * @param load loads the page
     * @return what the load answered
     * @throws io.cameletl.StaleLeaseException when a run holds the pipeline; the page was not loaded
     * @throws Exception what the load threw; the position is as before
     */
    public PageResult during(Turn turn, PageLoading load) throws Exception {
        return database.inTurn(turn.pipeline(), state -> {
            CursorMove move = turn.from(state.turn(patience));
            PageResult result = inOtherHands(load, move);
            state.move(move.after(result.tables().values()));
            return result;
        });
    }

    /** The target is a user's, or has a connection of its own. */
    private static PageResult inOtherHands(PageLoading load, CursorMove move) throws Exception {
        Section.inUsersHands(true);
        try {
            return load.at(move);
        } finally {
            Section.inUsersHands(false);
        }
    }
}
