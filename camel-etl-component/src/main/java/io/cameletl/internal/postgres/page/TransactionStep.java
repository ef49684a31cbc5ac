package io.cameletl.internal.postgres.page;

import io.cameletl.internal.engine.driver.RejectedRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What a page's transaction does last, before its commit: the cursor's step, and the rejected records' way into a ledger. */
@FunctionalInterface
public interface TransactionStep {
    /** Does nothing: a page without a cursor, of which no record may be rejected. */
    TransactionStep NONE = (connection, rejected) -> rejected;

    /**
     * @param connection the page's transaction; not to be committed, rolled back or closed
     * @param rejected the page's bad records, which nobody else keeps; empty when none
     * @return those of them that the ledger did not have yet
     * @throws SQLException when the step cannot be taken; the page is rolled back, as it is for runtime exceptions
     */
    List<RejectedRecord> run(Connection connection, List<RejectedRecord> rejected) throws SQLException;
}
