package io.cameletl.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/** What a page's transaction does last, before its commit: the cursor's step. */
@FunctionalInterface
public interface TransactionStep {
    /** Does nothing: a page without a cursor. */
    TransactionStep NONE = connection -> {};

    /**
     * @param connection the page's transaction; not to be committed, rolled back or closed
     * @throws SQLException when the step cannot be taken; the page is rolled back, as it is for runtime exceptions
     */
    void run(Connection connection) throws SQLException;
}
