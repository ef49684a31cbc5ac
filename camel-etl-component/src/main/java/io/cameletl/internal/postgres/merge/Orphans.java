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
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the records of a table whose parent rows are missing: all at once, since one missing parent may have many. Records
 * in place count as rows that are there, for they are loaded together, unless they are orphans themselves.
 */
final class Orphans {
    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private final Connection connection;
    private final StagedTable table;
    private final List<StagedTable> tables;
    private final boolean deferred;
    private @Nullable List<ForeignKey> keys;

    /**
     * @param tables all tables of the page
     * @param deferred whether foreign keys count as well that are otherwise checked at the commit
     */
    Orphans(Connection connection, StagedTable table, List<StagedTable> tables, boolean deferred) {
        this.connection = connection;
        this.table = table;
        this.tables = tables;
        this.deferred = deferred;
    }

    /** @return the orphans by position; empty when there are none, or when the user may not read the parents */
    SortedMap<Integer, Orphan> find() throws SQLException {
        return parentless().orphans(table);
    }

    /** @return the records whose parents are not in the target, orphans or not */
    Parentless parentless() throws SQLException {
        List<ForeignKey> filled = keys();
        if (filled.isEmpty()) {
            return new Parentless();
        }
        Savepoints.STEP.set(connection);
        try {
            Parentless parentless = ask(filled);
            Savepoints.STEP.release(connection);
            return parentless;
        } catch (SQLException e) {
            if (!SqlStates.is(SqlStates.INSUFFICIENT_PRIVILEGE, e)) {
                throw e;
            }
            Savepoints.STEP.undo(connection);
            return new Parentless();
        }
    }

    private List<ForeignKey> keys() throws SQLException {
        List<ForeignKey> known = keys;
        if (known == null) {
            known = Catalog.foreignKeys(connection, table.table(), deferred).stream()
                    .filter(key -> new HashSet<>(table.plan().columns()).containsAll(key.columns()))
                    .toList();
            keys = known;
        }
        return known;
    }

    private Parentless ask(List<ForeignKey> filled) throws SQLException {
        List<@Nullable StagedTable> parents =
                filled.stream().<@Nullable StagedTable>map(this::parent).toList();
        List<@Nullable TablePlan> plans = parents.stream()
                .<@Nullable TablePlan>map(parent -> parent == null ? null : parent.plan())
                .toList();
        Parentless parentless = new Parentless();
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            // What is staged has no index for the columns that records refer by.
            statement.execute("SET LOCAL enable_hashjoin TO on");
            try (ResultSet row = statement.executeQuery(sql(table.plan(), filled, plans))) {
                while (row.next()) {
                    int record = row.getInt("etl_record");
                    int number = row.getInt("etl_key");
                    ForeignKey key = filled.get(number);
                    StagedTable parent = parents.get(number);
                    int position = row.getInt("etl_parent");
                    boolean staged = !row.wasNull() && parent != null;
                    String reason = "the foreign key \"" + key.name() + "\" does not hold";
                    parentless.add(
                            new Reject(table, record, null, FOREIGN_KEY_VIOLATION, reason, key, null),
                            number,
                            staged ? new StagedRow(Objects.requireNonNull(parent), position) : null);
                }
            }
            statement.execute("SET LOCAL enable_hashjoin TO off");
        }
        return parentless;
    }

    /** The records of the page that may be a key's parents. */
    private @Nullable StagedTable parent(ForeignKey key) {
        return tables.stream()
                .filter(staged -> key.parent().sql().equals(staged.plan().target()))
                .filter(staged -> new HashSet<>(staged.plan().columns()).containsAll(key.parentColumns()))
                .findFirst()
                .orElse(null);
    }

    /**
     * The query for the positions of all records in place that refer to a row which is not there, the number of the
     * foreign key, and the position of the record that would be the row, if it is staged. A record that is older than its
     * row does not count, since it will not be written.
     *
     * @param foreignKeys foreign keys of columns that the records fill; at least one
     * @param parents for each key the parent table's plan, where its records are staged; else null
     */
    static String sql(TablePlan plan, List<ForeignKey> foreignKeys, List<@Nullable TablePlan> parents) {
        return IntStream.range(0, foreignKeys.size())
                .mapToObj(number -> sql(plan, number, foreignKeys.get(number), parents.get(number)))
                .collect(Collectors.joining("\nUNION ALL\n"));
    }

    private static String sql(TablePlan plan, int number, ForeignKey key, @Nullable TablePlan parent) {
        return """
                SELECT s.%1$s AS etl_record, %2$s AS etl_key, %10$s AS etl_parent
                FROM %3$s AS s%11$s
                WHERE NOT s.%4$s
                  AND %5$s
                  AND NOT EXISTS (SELECT FROM %6$s AS p WHERE %7$s)%8$s%9$s"""
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
                        parent == null
                                ? "NULL::pg_catalog.int4"
                                : "q." + parent.staging().position().sql(),
                        parent == null ? "" : staged(parent, key));
    }

    private static String staged(TablePlan parent, ForeignKey key) {
        return "\nLEFT JOIN " + parent.staging().table() + " AS q ON NOT q."
                + parent.staging().deleted().sql() + " AND " + key.sameRow("q", "s");
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
