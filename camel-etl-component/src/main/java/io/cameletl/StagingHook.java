package io.cameletl;

import java.sql.Connection;
import java.sql.SQLException;

/** Creates a staging table in place of the component, for instance with an index or a column more. */
@FunctionalInterface
public interface StagingHook {
    /**
     * Must leave a table of the given name that has at least the columns of {@link StagingTable#createStatement()}, in
     * any order. Executing that statement and then altering the table is the usual way.
     *
     * @param staging the table to create
     * @param connection the connection to create it on; not to be committed, rolled back or closed
     * @throws SQLException when it cannot be created; the page is not loaded and the cursor stays
     */
    void create(StagingTable staging, Connection connection) throws SQLException;
}
