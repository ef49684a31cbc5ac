package io.cameletl.internal.postgres.merge;

import io.cameletl.Deletes;
import io.cameletl.TableCounts;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.postgres.history.HistoryStep;
import io.cameletl.internal.postgres.load.UnaccountedException;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.postgres.plan.TableTraits;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs merge statements of one table, and lets no record pass that was to change something and did not. */
final class TableStep {
    /** How often a table's rows are looked up when others change them all the time. */
    private static final int MOST_ROUNDS = 10;

    private final Connection connection;
    private final StagedTable table;

    TableStep(Connection connection, StagedTable table) {
        this.connection = connection;
        this.table = table;
    }

    /** @return whether what came of the records may have to be looked at after the writes */
    static boolean asks(StagedTable table) {
        TableTraits traits = table.table().traits();
        return traits.children()
                || traits.rowSecurity()
                || !traits.writeTriggers().isEmpty()
                || !traits.deleteTriggers().isEmpty()
                || !table.plan().fixed().isEmpty();
    }

    /**
     * Runs statements for some records, those that delete or the others.
     *
     * @return the rows inserted, updated and deleted
     * @throws UnaccountedException when a record was left out
     */
    TableCounts run(List<MergeStatement> statements, RecordRange range) throws SQLException {
        if (table.plan().history() != null) {
            return new HistoryStep(connection, table).run(range.condition(table.plan()));
        }
        TableCounts counts = TableCounts.NONE;
        for (MergeStatement statement : statements) {
            counts = counts.plus(statement.counts(execute(statement, range)));
        }
        return statements.contains(MergeStatement.DELETE)
                ? deleted(counts, Integer.MAX_VALUE, range)
                : upserted(counts, Integer.MAX_VALUE, range);
    }

    /** Deletes the rows of all records that say so. */
    TableCounts delete() throws SQLException {
        TableCounts counts = MergeStatement.DELETE.counts(execute(MergeStatement.DELETE, RecordRange.ALL));
        return deleted(counts, table.deletions(), RecordRange.ALL);
    }

    /**
     * Runs statements for all other records, until each has been written.
     *
     * @return the rows inserted and updated
     */
    TableCounts upsert(List<MergeStatement> statements) throws SQLException {
        int present = table.records().size() - table.deletions();
        TableCounts counts = TableCounts.NONE;
        for (MergeStatement statement : statements) {
            if (counts.written() < present) {
                counts = counts.plus(statement.counts(execute(statement, RecordRange.ALL)));
            }
        }
        return upserted(counts, present, RecordRange.ALL);
    }

    /**
     * Does the same by one statement; once more when another writer came between it and a row.
     *
     * @return the rows inserted and updated
     */
    TableCounts upsertAtOnce() throws SQLException {
        String upsert = Upsert.of(connection).sql(table.plan());
        TableCounts counts = TableCounts.NONE;
        boolean[] missed = {true};
        for (int round = 0; round < MOST_ROUNDS && missed[0]; round++) {
            counts = counts.plus(ask(upsert, row -> {
                Upsert.Done done = Upsert.Done.of(row);
                // Where triggers may have left the row out, it is looked at below.
                missed[0] =
                        done.missed() && table.table().traits().writeTriggers().isEmpty();
                return done.counts();
            }));
        }
        if (missed[0]) {
            throw new SQLTransientException(
                    "other writers changed rows of the table " + table.name()
                            + " each time they were to be updated. The page will be tried again",
                    SqlStates.SERIALIZATION_FAILURE);
        }
        return upserted(counts, table.records().size() - table.deletions(), RecordRange.ALL);
    }

    private int execute(MergeStatement statement, RecordRange range) throws SQLException {
        return statement.applies(table.plan()) ? Sql.update(connection, statement.sql(table.plan(), range)) : 0;
    }

    private TableCounts deleted(TableCounts counts, int expected, RecordRange range) throws SQLException {
        TableTraits traits = table.table().traits();
        if (table.plan().deleting().fate() == Deletes.IGNORE) {
            return counts;
        }
        if (table.plan().deleting().fate() == Deletes.MARK) {
            return marked(counts, expected, range);
        }
        boolean complete = counts.deleted() >= expected && !traits.children();
        if (complete || (traits.deleteTriggers().isEmpty() && !traits.rowSecurity())) {
            return counts;
        }
        return ask(Witness.deletes(table.plan(), range), row -> {
            refuse(row, "unwritten", null, "its row is still there" + between("kept it", traits.deleteTriggers()));
            return counts.plus(MergeStatement.DELETE.counts(row.getLong("written")));
        });
    }

    private TableCounts marked(TableCounts counts, int expected, RecordRange range) throws SQLException {
        TableTraits traits = table.table().traits();
        boolean complete = counts.deleted() >= expected && !traits.children();
        if (complete || (traits.writeTriggers().isEmpty() && !traits.rowSecurity())) {
            return counts;
        }
        return ask(Witness.marks(table.plan(), range), row -> {
            refuse(row, "unwritten", null, "its row was not marked" + between("left it out", traits.writeTriggers()));
            return MergeStatement.DELETE.counts(row.getLong("written"));
        });
    }

    private TableCounts upserted(TableCounts counts, int expected, RecordRange range) throws SQLException {
        TableTraits traits = table.table().traits();
        List<Identifier> fixed = table.plan().fixed();
        boolean leftOut = traits.children() || (traits.rowSecurity() && counts.written() < expected);
        boolean unlike = !fixed.isEmpty() && counts.inserted() < expected;
        if (!leftOut && !unlike && traits.writeTriggers().isEmpty()) {
            return counts;
        }
        return ask(Witness.upserts(table.plan(), range), row -> {
            refuse(
                    row,
                    "absent",
                    null,
                    "no row of its key is to be seen after the write"
                            + between("gave it another key or left it out", traits.writeTriggers()));
            refuse(
                    row,
                    "unwritten",
                    null,
                    "its row differs and was not updated" + between("left it out", traits.writeTriggers()));
            refuse(
                    row,
                    "unlike",
                    fixed,
                    "its row has another value in a column GENERATED ALWAYS AS IDENTITY, which PostgreSQL lets no update"
                            + " change. Make the column GENERATED BY DEFAULT, or leave it out of the records");
            // A row may be written without being counted, by a trigger, or be counted with its doubles.
            long written = row.getLong("written");
            long inserted = Math.min(counts.inserted(), written);
            return new TableCounts(0, inserted, written - inserted, 0, 0);
        });
    }

    /** What may have come between a record and its row, as far as it can be told. */
    private String between(String deed, List<String> triggers) {
        List<String> reasons = new ArrayList<>();
        if (!triggers.isEmpty()) {
            reasons.add("a trigger BEFORE the write " + deed + " (one of " + triggers + ")");
        }
        if (table.table().traits().rowSecurity()) {
            reasons.add("row-level security hides it, or keeps it from the user");
        }
        if (reasons.isEmpty()) {
            reasons.add("another writer was there meanwhile");
        }
        return ": " + String.join("; or ", reasons)
                + ". See to it that the user may see and write the row as the record has it, or write to the table with"
                + " the option commit or commitSql";
    }

    private static void refuse(ResultSet row, String label, @Nullable List<Identifier> columns, String reason)
            throws SQLException {
        int record = row.getInt(label);
        if (!row.wasNull()) {
            String column =
                    columns != null && columns.size() == 1 ? columns.get(0).name() : null;
            throw new UnaccountedException(record, column, reason);
        }
    }

    private TableCounts ask(String query, Judge judge) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try (ResultSet row = statement.executeQuery(query)) {
                row.next();
                return judge.judge(row);
            }
        }
    }

    @FunctionalInterface
    private interface Judge {
        TableCounts judge(ResultSet row) throws SQLException;
    }
}
