package io.cameletl.internal.postgres.merge;

import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.postgres.plan.StagedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Constraints that are checked at the commit ({@code INITIALLY DEFERRED}). A failure there could not be traced to a record
 * any more, so they are checked after the last write to the tables; and by each statement where the records that fail are
 * searched for.
 */
final class DeferredChecks {
    private DeferredChecks() {}

    /** @return whether writes to a table may be checked at the commit */
    static boolean any(List<StagedTable> tables) {
        return tables.stream().anyMatch(table -> table.table().traits().deferred());
    }

    /**
     * Checks what was written, and from now on until the transaction ends each statement.
     *
     * @throws SQLException when a constraint does not hold
     */
    static void now(Connection connection, List<StagedTable> tables) throws SQLException {
        for (String statement : statements(tables)) {
            Sql.run(connection, statement);
        }
    }

    /** @return the statement that does so; none where nothing waits */
    static List<String> statements(List<StagedTable> tables) {
        return any(tables) ? List.of("SET CONSTRAINTS ALL IMMEDIATE") : List.of();
    }
}
