package io.cameletl.internal.postgres.page;

import java.sql.Connection;
import java.sql.SQLException;

/** What a session is to load, made in the page's transaction: by then the transaction has its turn. */
@FunctionalInterface
interface LateOrder {
    /**
     * @param connection the page's transaction, which has just begun; not to be committed, rolled back or closed
     * @throws SQLException when the page is not to be loaded; it is rolled back, as it is after a runtime exception
     */
    PageOrder order(Connection connection) throws SQLException;
}
