package io.cameletl.internal.postgres.load;

import io.cameletl.internal.engine.pass.Removal;
import java.sql.Connection;
import java.sql.SQLException;

/** Rows of a table that are to be deleted, or marked as gone. */
public interface RowRemoval extends Removal {
    /** @return the table's name as users write it */
    String table();

    /**
     * Deletes those that nothing refers to, or marks them.
     *
     * @param connection a page's transaction
     * @return how many
     */
    long delete(Connection connection) throws SQLException;
}
