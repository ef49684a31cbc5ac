package io.cameletl.internal.postgres.merge;

import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.postgres.load.LoadContext;
import io.cameletl.internal.postgres.load.Savepoints;
import io.cameletl.internal.postgres.plan.StagedTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The merge of tables of which nothing has to be asked between the statements: all of them, and what comes before them, go
 * in one round trip. When one fails, the savepoint at the head takes all back, and the merge goes step by step.
 */
final class MergeAtOnce {
    private final LoadContext context;
    private final List<StagedTable> tables;
    private final List<String> statements = new ArrayList<>(PlannerSettings.STATEMENTS);
    private final List<Sql.Answer> answers = new ArrayList<>();
    private final MergeCounts counts;

    /** Those of whose rows another writer changed one meanwhile. */
    private final List<StagedTable> missed = new ArrayList<>();

    MergeAtOnce(LoadContext context, List<StagedTable> tables) {
        this.context = context;
        this.tables = tables;
        this.counts = new MergeCounts(tables);
    }

    /** What is not filled is complained of step by step, once it is known that the table is as it was planned for. */
    boolean suits() {
        return tables.stream().allMatch(this::suits);
    }

    private boolean suits(StagedTable table) {
        return table.plan().history() == null
                && !TableStep.asks(table)
                && (present(table) == 0
                        || (table.isFilled()
                                && Upsert.suits(table)
                                && !context.knownTables().isExpected(table)));
    }

    /**
     * Merges the tables.
     *
     * @throws SQLException when a statement fails; the caller goes back to the savepoint, and nothing is noted yet
     */
    MergeCounts run() throws SQLException {
        Upsert upsert = Upsert.of(context.connection());
        List<StagedTable> childrenFirst = new ArrayList<>(tables);
        Collections.reverse(childrenFirst);
        for (StagedTable table : childrenFirst) {
            if (table.deletions() > 0 && MergeStatement.DELETE.applies(table.plan())) {
                delete(table);
            }
        }
        for (StagedTable table : tables) {
            if (present(table) > 0) {
                upsert(table, upsert);
            }
        }
        statements.addAll(DeferredChecks.statements(tables));
        new Preparation(context, tables).run(List.of(Savepoints.MERGE.set()), statements, answers);
        for (StagedTable table : missed) {
            counts.add(table, new TableStep(context.connection(), table).upsertAtOnce());
        }
        return counts;
    }

    private void delete(StagedTable table) {
        statements.add("WITH d AS (\n" + MergeStatement.DELETE.sql(table.plan(), RecordRange.ALL)
                + "\nRETURNING 1)\nSELECT pg_catalog.count(*) AS deleted\nFROM d");
        answers.add(row -> {
            row.next();
            counts.add(table, MergeStatement.DELETE.counts(row.getLong("deleted")));
        });
    }

    private void upsert(StagedTable table, Upsert upsert) {
        boolean whole = upsert == Upsert.MERGE && WholeTable.suits(context, table);
        if (whole) {
            statements.addAll(WholeTable.settings(table.plan()));
        }
        statements.add(upsert.sql(table.plan()));
        if (whole) {
            statements.addAll(WholeTable.END);
        }
        answers.add(row -> {
            row.next();
            Upsert.Done done = Upsert.Done.of(row);
            counts.add(table, done.counts());
            context.knownTables().note(table, done.counts().inserted() == present(table));
            if (done.missed()) {
                missed.add(table);
            }
        });
    }

    private static int present(StagedTable table) {
        return table.records().size() - table.deletions();
    }
}
