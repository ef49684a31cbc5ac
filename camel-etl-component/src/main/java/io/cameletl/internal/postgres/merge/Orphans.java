package io.cameletl.internal.postgres.merge;

import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.postgres.load.Rejects.Reject;
import io.cameletl.internal.postgres.load.Savepoints;
import io.cameletl.internal.postgres.plan.Catalog;
import io.cameletl.internal.postgres.plan.MatchRule.VersionColumn;
import io.cameletl.internal.postgres.plan.SqlLists;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.postgres.plan.TablePlan;
import io.cameletl.internal.postgres.plan.TargetTable.ForeignKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds the records of a table whose parent rows are missing: all at once, since one missing parent may have many. */
final class Orphans {
    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private final Connection connection;
    private final StagedTable table;

    Orphans(Connection connection, StagedTable table) {
        this.connection = connection;
        this.table = table;
    }

    /**
     * Records in place count as rows that are there, for they are loaded together. So this is to be asked again once the
     * orphans are set aside, until it finds none.
     *
     * @return the orphans by position; empty when there are none, or when the user may not read the parents
     */
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
            // A table that refers to itself is joined with all that is staged, which has no index for it.
            statement.execute("SET LOCAL enable_hashjoin TO on");
            try (ResultSet row = statement.executeQuery(sql(table.plan(), keys))) {
                while (row.next()) {
                    int record = row.getInt("etl_record");
                    ForeignKey key = keys.get(row.getInt("etl_key"));
                    String reason = "the foreign key \"" + key.name() + "\" does not hold";
                    orphans.put(record, new Reject(table, record, null, FOREIGN_KEY_VIOLATION, reason, key, null));
                }
            }
            statement.execute("SET LOCAL enable_hashjoin TO off");
        }
        return orphans;
    }

    /**
     * The query for the positions of all orphans in place, and the number of the foreign key that each breaks. A record
     * that is older than its row is no orphan, since it will not be written.
     *
     * @param foreignKeys foreign keys of columns that the records fill; at least one
     */
    static String sql(TablePlan plan, List<ForeignKey> foreignKeys) {
        return IntStream.range(0, foreignKeys.size())
                .mapToObj(number -> sql(plan, number, foreignKeys.get(number)))
                .collect(Collectors.joining("\nUNION ALL\n"));
    }

    private static String sql(TablePlan plan, int number, ForeignKey key) {
        return """
                SELECT s.%1$s AS etl_record, %2$s AS etl_key
                FROM %3$s AS s
                WHERE NOT s.%4$s
                  AND %5$s
                  AND NOT EXISTS (SELECT FROM %6$s AS p WHERE %7$s)%10$s%8$s%9$s"""
                .formatted(
                        plan.staging().position().sql(),
                        // As text: %d would write the digits of the JVM's locale.
                        Integer.toString(number),
                        plan.staging().table(),
                        plan.staging().deleted().sql(),
                        SqlLists.join(key.columns(), " AND ", column -> "s." + column.sql() + " IS NOT NULL"),
                        key.parent().sql(),
                        key.sameRow("p", "s"),
                        notOlder(plan),
                        RecordRange.IN_PLACE.condition(plan),
                        key.parent().sql().equals(plan.target()) ? notStaged(plan, key) : "");
    }

    private static String notStaged(TablePlan plan, ForeignKey key) {
        return "\n  AND NOT EXISTS (SELECT FROM " + plan.staging().table() + " AS p WHERE NOT p."
                + plan.staging().deleted().sql() + " AND p."
                + plan.staging().position().sql() + " OPERATOR(pg_catalog.>=) 0 AND " + key.sameRow("p", "s") + ")";
    }

    private static String notOlder(TablePlan plan) {
        VersionColumn version = plan.match().version();
        if (version == null) {
            return "";
        }
        return "\n  AND NOT EXISTS (SELECT FROM " + plan.target() + " AS t WHERE "
                + plan.match().sameKey("t", "s") + " AND t." + version.column().sql() + " IS NOT NULL AND ("
                + version.atLeast("s", "t") + ") IS NOT TRUE)";
    }
}
