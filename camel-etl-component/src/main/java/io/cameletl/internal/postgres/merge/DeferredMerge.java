package io.cameletl.internal.postgres.merge;

import io.cameletl.TableCounts;
import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.postgres.load.LoadContext;
import io.cameletl.internal.postgres.load.Rejects.Reject;
import io.cameletl.internal.postgres.load.Savepoints;
import io.cameletl.internal.postgres.plan.StagedTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The merge of tables whose foreign keys are checked at the commit, so that rows of several tables may refer to each other
 * in a circle. Records with missing parents are set aside; the others are loaded together, and checked then. When more is
 * wrong with the page than missing parents, nothing is done: {@link RejectingMerge} has each statement checked.
 */
final class DeferredMerge {
    private final LoadContext context;
    private final List<StagedTable> tables;
    private final MergeCounts counts;

    DeferredMerge(LoadContext context, List<StagedTable> tables, MergeCounts counts) {
        this.context = context;
        this.tables = tables;
        this.counts = counts;
    }

    /** @return the records set aside; null when nothing was done */
    @Nullable
    List<Reject> run() throws SQLException {
        List<Reject> orphans = setOrphansAside();
        context.attempts().increment();
        try {
            load();
            return orphans;
        } catch (SQLException e) {
            if (!SqlStates.mayBeData(e)) {
                throw e;
            }
            Savepoints.MERGE.rollBack(context.connection());
            return null;
        }
    }

    private List<Reject> setOrphansAside() throws SQLException {
        IdentityHashMap<StagedTable, Map<Integer, Orphan>> orphans = new IdentityHashMap<>();
        for (StagedTable table : tables) {
            if (table.records().size() > table.deletions()) {
                Map<Integer, Orphan> all = orphans.computeIfAbsent(table, same -> new TreeMap<>());
                new Orphans(context.connection(), table, tables, true)
                        .parentless()
                        .all()
                        .forEach(orphan -> all.put(orphan.record(), orphan));
            }
        }
        List<Orphan> candidates = orphans.values().stream()
                .map(Map::values)
                .flatMap(Collection::stream)
                .toList();
        // No candidate has its parents there, and all that is staged is in place.
        Parentless.together(candidates, parent -> !orphans.getOrDefault(parent.table(), Map.of())
                        .containsKey(parent.position()))
                .forEach(
                        orphan -> orphans.getOrDefault(orphan.table(), Map.of()).remove(orphan.record()));
        List<Reject> aside = new ArrayList<>();
        for (StagedTable table : tables) {
            Map<Integer, Orphan> found = orphans.getOrDefault(table, Map.of());
            if (!found.isEmpty()) {
                Sql.run(context.connection(), SetAside.exclude(table.plan(), found.keySet()));
                found.values().forEach(orphan -> aside.add(orphan.reject()));
            }
        }
        return aside;
    }

    private void load() throws SQLException {
        List<StagedTable> childrenFirst = new ArrayList<>(tables);
        Collections.reverse(childrenFirst);
        IdentityHashMap<StagedTable, TableCounts> done = new IdentityHashMap<>();
        for (StagedTable table : childrenFirst) {
            if (table.deletions() > 0) {
                done.merge(table, run(table, List.of(MergeStatement.DELETE)), TableCounts::plus);
            }
        }
        for (StagedTable table : tables) {
            if (table.records().size() > table.deletions()) {
                table.requireFilled(context.pipeline());
                done.merge(table, run(table, CarefulMerge.orders(table).get(0)), TableCounts::plus);
            }
        }
        DeferredChecks.now(context.connection(), tables);
        done.forEach(counts::add);
    }

    private TableCounts run(StagedTable table, List<MergeStatement> statements) throws SQLException {
        return new TableStep(context.connection(), table).run(statements, RecordRange.IN_PLACE);
    }
}
