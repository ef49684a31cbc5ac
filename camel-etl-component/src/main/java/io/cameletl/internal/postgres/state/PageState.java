package io.cameletl.internal.postgres.state;

import io.cameletl.EtlException;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.jdbc.QualifiedName;
import java.sql.Connection;
import java.util.List;

/**
 * What a page does to the state inside its own transaction, on the database of the store. It counts once the caller
 * commits. When a method throws, the caller must roll back. The connection is neither committed nor closed here.
 */
public final class PageState {
    private final StateDatabase database;
    private final Connection connection;

    PageState(StateDatabase database, Connection connection) {
        this.database = database;
        this.connection = connection;
    }

    /**
     * Takes a step of the position, and removes the entries of the ledgers that it names.
     *
     * @return the version after it
     * @throws io.cameletl.StaleLeaseException when the version, the owner or the lease is no longer what the step needs,
     *     or an entry that it is to remove has left its ledger
     * @throws EtlException when the database refuses the statement
     */
    public long move(CursorMove move) {
        return database.within(connection, move.pipeline(), "move the cursor", state -> state.move(move));
    }

    /**
     * Sets records aside, after the step of their page: they belong to the run whose lease it left, else to none.
     *
     * @param rejected records for the ledger, in the order in which they get their numbers; their ids are not looked at
     * @return those that were not in the ledger yet: the same record, read again, is not set aside a second time
     * @throws EtlException when the database refuses the statement
     */
    public List<RejectedRecord> reject(String pipeline, List<RejectedRecord> rejected) {
        return database.within(connection, pipeline, "set records aside", state -> state.rejectedRecords()
                .add(rejected));
    }

    /**
     * Postpones records in the same way.
     *
     * @param postponed records that know since when they wait
     */
    public void postpone(String pipeline, List<RejectedRecord> postponed) {
        database.within(connection, pipeline, "postpone records", state -> state.rejectedRecords()
                .postpone(postponed));
    }

    /** @return what tells one table from another, in the names' order; empty for a name that stands for none */
    public List<String> identities(String pipeline, List<QualifiedName> tables) {
        return database.within(connection, pipeline, "look up tables", state -> state.rejectedRecords()
                .identities(tables));
    }
}
