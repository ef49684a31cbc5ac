package io.cameletl.internal.postgres.merge;

import io.cameletl.EtlException;
import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.postgres.history.HistoryPoints;
import io.cameletl.internal.postgres.load.LoadContext;
import io.cameletl.internal.postgres.load.Rejects.Reject;
import io.cameletl.internal.postgres.plan.Fingerprint;
import io.cameletl.internal.postgres.plan.StagedTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.ArrayList;
import java.util.List;

/**
 * What comes between staging and the first write, in one round trip.
 *
 * <ol>
 *   <li>The tables must be as they were when staging was made for them, and stay so until the transaction ends. A column
 *       that was widened meanwhile would lose what its staging cannot hold.
 *   <li>Staging keeps one record of each key: that with the last version, then with the last position. Two records whose
 *       keys differ, but are one key for the table, are two rows of the source: neither may take the place of the other.
 *   <li>The records of a history get the points at which they are valid, see {@link HistoryPoints}.
 * </ol>
 */
public final class Preparation {
    private final LoadContext context;
    private final List<StagedTable> tables;
    private final List<String> statements = new ArrayList<>();
    private final List<Sql.Answer> answers = new ArrayList<>();

    /** @param tables the tables, their records staged */
    public Preparation(LoadContext context, List<StagedTable> tables) {
        this.context = context;
        this.tables = tables;
    }

    /** @param more statements to run after it in the same round trip, which answer no rows */
    public void run(List<String> more) throws SQLException {
        run(List.of(), more, List.of());
    }

    /**
     * Does it together with other statements, in one round trip. When one of them fails, no answer has been read.
     *
     * @param before statements that answer no rows
     * @param after statements of which some answer rows
     * @param read what reads these answers
     */
    void run(List<String> before, List<String> after, List<Sql.Answer> read) throws SQLException {
        statements.addAll(before);
        for (StagedTable table : tables) {
            statements.add(table.table().fingerprint().sql(table.table().name()));
            answers.add(row -> requireAsPlanned(table, row));
            if (table.deletions() > 0 || table.plan().history() != null) {
                statements.addAll(Marks.before(table.plan()));
            }
            if (table.records().size() > 1 && !table.plan().match().keys().isEmpty()) {
                statements.add(Deduplication.sql(table.plan()));
                if (Deduplication.answers(table.plan())) {
                    answers.add(row -> refuseMerged(table, row));
                }
            }
            if (table.plan().history() != null) {
                statements.addAll(HistoryPoints.statements(
                        table.plan(), context.postponed().late(table)));
            }
        }
        statements.addAll(after);
        answers.addAll(read);
        Sql.run(context.connection(), statements, answers);
    }

    private void requireAsPlanned(StagedTable table, ResultSet row) throws SQLException {
        if (!table.table().fingerprint().isSeenIn(row)) {
            throw new EtlException(
                    context.pipeline(),
                    "the table " + table.name() + " was altered since this run made staging for it. Nothing of the page"
                            + " was written, it will be tried again with new staging",
                    new SQLTransientException("the table is not as it was planned for"));
        }
        context.knownTables().noteSize(table, Fingerprint.bytes(row));
    }

    private void refuseMerged(StagedTable table, ResultSet row) throws SQLException {
        List<Reject> rejects = new ArrayList<>();
        while (row.next()) {
            int record = row.getInt("etl_record");
            int other = row.getInt("etl_other");
            if (Math.min(record, other) < context.postponed().before(table)) {
                // A record that waited gives way to a newer one, as in pages that follow each other.
                continue;
            }
            String reason = "record " + (other + 1L) + " (" + table.records().key(other) + ") has another key, which is"
                    + " the same for the table: one row would take the other's place. Let the table tell such keys"
                    + " apart, by the type or collation of its key, or make one record of both in the transform";
            if (!context.rejects().allowed()) {
                throw table.records().bad(record, null, reason, null);
            }
            rejects.add(new Reject(table, record, null, SqlStates.UNIQUE_VIOLATION, reason, null, null));
        }
        if (!rejects.isEmpty()) {
            context.rejects().addAll(rejects);
        }
    }
}
