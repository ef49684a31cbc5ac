package io.cameletl.internal.postgres.merge;

import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.postgres.plan.Catalog;
import io.cameletl.internal.postgres.plan.ForeignKey;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.postgres.load.Reject;
import io.cameletl.internal.postgres.load.Savepoints;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Finds the records of a table whose parents are not there: all at once, for a missing parent may have any number. */
final class Orphans {
    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private final Connection connection;
    private final StagedTable table;

    Orphans(Connection connection, StagedTable table) {
        this.connection = connection;
        this.table = table;
    }

    /** @return them by position; empty when there are none, or when the parents may not be read */
    SortedMap<Integer, Reject> find() throws SQLException {
        List<ForeignKey> keys = Catalog.foreignKeys(connection, table.table()).stream()
                .filter(key -> new HashSet<>(table.plan().columns()).containsAll(key.columns()))
                .toList();
        if (keys.isEmpty()) {
            return new TreeMap<>();
        }
        Savepoints.STEP.set(connection);
        try {
            SortedMap<Integer, Reject> orphans = find(keys);
            Savepoints.STEP.release(connection);
            return orphans;
        } catch (SQLException e) {
            if (!SqlStates.is(SqlStates.INSUFFICIENT_PRIVILEGE, e)) {
                throw e;
            }
            Savepoints.STEP.undo(connection);
            return new TreeMap<>();
        }
    }

    private SortedMap<Integer, Reject> find(List<ForeignKey> keys) throws SQLException {
        SortedMap<Integer, Reject> orphans = new TreeMap<>();
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try (ResultSet row = statement.executeQuery(OrphansStatement.of(table.plan(), keys))) {
                while (row.next()) {
                    int record = row.getInt("etl_record");
                    ForeignKey key = keys.get(row.getInt("etl_key"));
                    String reason = "the foreign key \"" + key.name() + "\" does not hold";
                    orphans.put(record, new Reject(table, record, null, FOREIGN_KEY_VIOLATION, reason, key));
                }
            }
        }
        return orphans;
    }
}
