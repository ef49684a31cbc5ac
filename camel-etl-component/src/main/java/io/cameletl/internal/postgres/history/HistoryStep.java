package io.cameletl.internal.postgres.history;

import io.cameletl.TableCounts;
import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.postgres.plan.StagedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Makes staged records into lines of a history. A record that changes nothing writes nothing. */
public final class HistoryStep {
    private final Connection connection;
    private final StagedTable table;

    public HistoryStep(Connection connection, StagedTable table) {
        this.connection = connection;
        this.table = table;
    }

    /**
     * @param condition the condition on staging which records are merged, to be added to others; empty for all
     * @return what the records did: each opened a line, gave one other content, ended one, or did nothing
     */
    public TableCounts run(String condition) throws SQLException {
        HistoryStatements statements = new HistoryStatements(table.plan(), condition);
        long updated = statements.hasContent() ? Sql.update(connection, statements.replace()) : 0;
        List<Integer> removed = new ArrayList<>();
        if (table.deleted().count() > 0) {
            Sql.run(connection, List.of(statements.remove()), List.of(row -> {
                while (row.next()) {
                    removed.add(row.getInt("etl_record"));
                }
            }));
        }
        long[] opened = new long[2];
        Sql.run(connection, List.of(statements.open(removed)), List.of(row -> {
            row.next();
            opened[0] = row.getLong("inserted");
            opened[1] = row.getLong("deleted");
        }));
        return new TableCounts(0, opened[0], updated, removed.size() + opened[1], 0);
    }
}
