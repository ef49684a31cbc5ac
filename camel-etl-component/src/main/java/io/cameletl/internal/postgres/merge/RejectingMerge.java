package io.cameletl.internal.postgres.merge;

import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.postgres.load.Attempts;
import io.cameletl.internal.postgres.load.Reject;
import io.cameletl.internal.postgres.load.Rejects;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The merge that loads all but the bad records.
 *
 * <ol>
 *   <li>Deletes, children first; those of a table together. What fails is put off: a parent may be left by its child in
 *       this very page.
 *   <li>Inserts and updates, parents first; those of a table together, in one order or the other, else all but those
 *       that fail by themselves.
 *   <li>The deletes put off, the same way.
 *   <li>What failed because a row is missing or in the way is tried again, as long as that helps: the row may have come
 *       or gone meanwhile. What fails for another reason is rejected at once.
 *   <li>What is left is rejected. So a rejected parent rejects its children, and they theirs, unless an older version of
 *       the parent is there.
 * </ol>
 *
 * Of several records of a key only the last is in staging: when it is rejected, the ones before it are not loaded.
 */
final class RejectingMerge {
    private final String pipeline;
    private final Connection connection;
    private final List<StagedTable> tables;
    private final Rejects rejects;
    private final Attempts tries;
    private final MergeCounts counts;

    RejectingMerge(String pipeline, Connection connection, List<StagedTable> tables, Rejects rejects, Attempts tries) {
        this.pipeline = pipeline;
        this.connection = connection;
        this.tables = tables;
        this.rejects = rejects;
        this.tries = tries;
        this.counts = new MergeCounts(tables);
    }

    MergeCounts run() throws SQLException {
        List<TableMerge> upserts = new ArrayList<>();
        List<TableMerge> deletes = new ArrayList<>();
        for (StagedTable table : tables) {
            if (table.records().size() > table.deletions()) {
                table.requireFilled(pipeline);
                upserts.add(merge(table, false));
            }
            if (table.deletions() > 0) {
                deletes.add(merge(table, true));
            }
        }
        Collections.reverse(deletes);
        List<QualifiedName> indexes = createIndexes();
        load(upserts, deletes);
        for (QualifiedName index : indexes) {
            Sql.run(connection, "DROP INDEX " + index.sql());
        }
        return counts;
    }

    private void load(List<TableMerge> upserts, List<TableMerge> deletes) throws SQLException {
        List<TableMerge> putOff = new ArrayList<>();
        for (TableMerge delete : deletes) {
            if (delete.whole() != null) {
                putOff.add(delete);
            }
        }
        for (TableMerge upsert : upserts) {
            load(upsert);
        }
        for (TableMerge delete : putOff) {
            load(delete);
        }
        List<TableMerge> all = new ArrayList<>(upserts);
        all.addAll(deletes);
        boolean helps = true;
        while (helps) {
            helps = false;
            for (TableMerge each : all) {
                helps |= each.again();
            }
        }
        List<Reject> left = new ArrayList<>();
        all.forEach(each -> left.addAll(each.failed()));
        if (!left.isEmpty()) {
            rejects.addAll(left);
        }
    }

    private static void load(TableMerge merge) throws SQLException {
        SQLException whole = merge.whole();
        if (whole != null) {
            merge.isolate(whole);
        }
    }

    private TableMerge merge(StagedTable table, boolean deletes) {
        return new TableMerge(connection, table, deletes, rejects, tries, counts);
    }

    private List<QualifiedName> createIndexes() throws SQLException {
        List<QualifiedName> indexes = new ArrayList<>();
        for (StagedTable table : tables) {
            QualifiedName index = SetAside.index(table.plan());
            Sql.run(connection, SetAside.createIndex(table.plan(), index));
            indexes.add(index);
        }
        return indexes;
    }
}
