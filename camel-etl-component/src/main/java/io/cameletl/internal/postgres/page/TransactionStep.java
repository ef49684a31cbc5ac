package io.cameletl.internal.postgres.page;

import io.cameletl.internal.engine.driver.RejectedRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The last step of a page's transaction before its commit: it moves the cursor and writes the rejected records to the ledger. */
@FunctionalInterface
public interface TransactionStep {
    /** Does nothing, for a page without a cursor and without rejects. */
    TransactionStep NONE = (connection, rejected) -> rejected;

    /**
     * @param connection the page's transaction; not to be committed, rolled back or closed
     * @param rejected the page's bad records, which nobody else keeps; may be empty
     * @return those of them that the ledger did not have yet
     * @throws SQLException when the step fails; the page is rolled back, as it is after a runtime exception
     */
    List<RejectedRecord> run(Connection connection, List<RejectedRecord> rejected) throws SQLException;
}
