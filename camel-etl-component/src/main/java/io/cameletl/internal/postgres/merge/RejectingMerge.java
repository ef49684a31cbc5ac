package io.cameletl.internal.postgres.merge;

import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.postgres.load.LoadContext;
import io.cameletl.internal.postgres.load.Rejects.Reject;
import io.cameletl.internal.postgres.load.ServerErrors;
import io.cameletl.internal.postgres.plan.StagedTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Predicate;

/**
 * The merge that loads all records except those that fail by themselves.
 *
 * <ol>
 *   <li>Where checks wait for the commit, the {@link DeferredMerge} may do all of it. Else they wait no more.
 *   <li>Deletes, children first, those of a table together. A table whose deletes fail has its turn in step 4: a child may
 *       leave its parent in this very page.
 *   <li>Inserts and updates, parents first, those of a table together, in one order or the other. When both fail, a
 *       bisection loads the records that do not fail by themselves.
 *   <li>The failed deletes, the same way.
 *   <li>Records that failed because another row is missing or in the way are suspects. Those of which it is known whom of
 *       the page they wait for are loaded once these are in, so that a chain of any length takes one step for each link.
 *       Then all are loaded again as long as that helps, since the other row may have come or gone meanwhile. Records
 *       that failed for another reason are rejected at once.
 *   <li>Of the remaining suspects, those whose foreign keys do not hold are postponed: a later page may bring the row, or
 *       take it away. The others are rejected, and those too where nothing may be postponed. So a rejected parent rejects
 *       its children, and they theirs, unless an older version of the parent exists.
 * </ol>
 *
 * A record that is to be rejected fails the page where none may be. Staging holds only the last record of each key. When
 * that is left out, the earlier ones are not loaded.
 */
final class RejectingMerge {
    private final LoadContext context;
    private final List<StagedTable> tables;
    private final MergeCounts counts;
    private final boolean deferred;
    private final IdentityHashMap<StagedTable, TableMerge> upsertOf = new IdentityHashMap<>();

    RejectingMerge(LoadContext context, List<StagedTable> tables) {
        this.context = context;
        this.tables = tables;
        this.counts = new MergeCounts(tables);
        this.deferred = DeferredChecks.any(tables);
    }

    MergeCounts run() throws SQLException {
        if (deferred) {
            List<Reject> orphans = new DeferredMerge(context, tables, counts).run();
            if (orphans != null) {
                leaveOut(context, orphans);
                return counts;
            }
        }
        List<TableMerge> upserts = new ArrayList<>();
        List<TableMerge> deletes = new ArrayList<>();
        for (StagedTable table : tables) {
            if (table.records().size() > table.deletions()) {
                table.requireFilled(context.pipeline());
                upserts.add(merge(table, false));
            }
            if (table.deletions() > 0) {
                deletes.add(merge(table, true));
            }
        }
        Collections.reverse(deletes);
        DeferredChecks.now(context.connection(), tables);
        List<QualifiedName> indexes = createIndexes();
        load(upserts, deletes);
        for (QualifiedName index : indexes) {
            Sql.run(context.connection(), "DROP INDEX " + index.sql());
        }
        return counts;
    }

    private TableMerge merge(StagedTable table, boolean deletes) {
        Orphans finder = new Orphans(context.connection(), table, tables, deferred);
        TableMerge merge = new TableMerge(context, table, deletes, counts, finder);
        if (!deletes) {
            upsertOf.put(table, merge);
        }
        return merge;
    }

    private boolean isIn(StagedRow row) {
        TableMerge merge = upsertOf.get(row.table());
        return merge != null && merge.isIn(row.position());
    }

    private boolean loadReady(List<TableMerge> upserts) throws SQLException {
        boolean helps = false;
        for (TableMerge upsert : upserts) {
            helps |= upsert.loadReady(this::isIn);
        }
        return helps;
    }

    private void load(List<TableMerge> upserts, List<TableMerge> deletes) throws SQLException {
        List<TableMerge> failedDeletes = new ArrayList<>();
        for (TableMerge delete : deletes) {
            if (delete.loadTogether() != null) {
                failedDeletes.add(delete);
            }
        }
        for (TableMerge upsert : upserts) {
            upsert.load();
        }
        for (TableMerge delete : failedDeletes) {
            delete.load();
        }
        List<TableMerge> all = new ArrayList<>(upserts);
        all.addAll(deletes);
        boolean helps = true;
        while (helps) {
            while (loadReady(upserts)) {
                // The next links of the chains have their turn.
            }
            helps = false;
            for (TableMerge each : all) {
                helps |= each.retrySuspects();
            }
        }
        List<Reject> left = new ArrayList<>();
        all.forEach(each -> left.addAll(each.suspects()));
        leaveOut(context, left);
    }

    /** Postpones or rejects records that failed because another row is missing or in the way. */
    static void leaveOut(LoadContext context, List<Reject> suspects) {
        Predicate<Reject> postponable =
                suspect -> context.postponed().allowed() && ServerErrors.isForeignKey(suspect.sqlState());
        List<Reject> bad = suspects.stream().filter(postponable.negate()).toList();
        if (!bad.isEmpty()) {
            reject(context, bad);
        }
        List<Reject> waiting = suspects.stream().filter(postponable).toList();
        if (!waiting.isEmpty()) {
            context.postponed().addAll(waiting);
        }
    }

    /** @throws io.cameletl.BadRecordException for the first when none may be rejected */
    static void reject(LoadContext context, List<Reject> bad) {
        if (!context.rejects().allowed()) {
            throw bad.get(0).failure();
        }
        context.rejects().addAll(bad);
    }

    private List<QualifiedName> createIndexes() throws SQLException {
        List<QualifiedName> indexes = new ArrayList<>();
        for (StagedTable table : tables) {
            QualifiedName index = SetAside.index(table.plan());
            Sql.run(context.connection(), SetAside.createIndex(table.plan(), index));
            indexes.add(index);
        }
        return indexes;
    }
}
