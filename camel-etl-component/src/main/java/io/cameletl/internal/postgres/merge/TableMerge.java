package io.cameletl.internal.postgres.merge;

import static io.cameletl.internal.postgres.merge.MergeStatement.DELETE;

import io.cameletl.TableCounts;
import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.postgres.load.Bisection;
import io.cameletl.internal.postgres.load.Blame;
import io.cameletl.internal.postgres.load.LoadContext;
import io.cameletl.internal.postgres.load.Rejects.Reject;
import io.cameletl.internal.postgres.load.ServerErrors;
import io.cameletl.internal.postgres.plan.StagedTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One table's part of a {@link RejectingMerge}: its deletes, or its inserts and updates. */
final class TableMerge {
    /** Bisection may hold up to 1,000 more suspects than may be left out. */
    private static final int SUSPECTS_ABOVE_LIMIT = 1_000;

    private final LoadContext context;
    private final StagedTable table;
    private final boolean deletes;
    private final MergeCounts counts;
    private final List<List<MergeStatement>> orders;
    private final Blame blame;
    private final Orphans finder;

    /** The records that failed because another row is missing or in the way, by position. They are set aside in staging. */
    private NavigableMap<Integer, Reject> suspects = new TreeMap<>();

    /** Those of the suspects of which it is known for whom they wait, and which have not been loaded with those yet. */
    private final Map<Integer, Orphan> orphans = new HashMap<>();

    /** The positions of the records to load; null for all. */
    private int @Nullable [] positions;

    /** @param finder finds the records whose parents are missing */
    TableMerge(LoadContext context, StagedTable table, boolean deletes, MergeCounts counts, Orphans finder) {
        this.context = context;
        this.table = table;
        this.deletes = deletes;
        this.counts = counts;
        this.finder = finder;
        this.orders = deletes ? List.of(List.of(DELETE)) : CarefulMerge.orders(table);
        this.blame = new Blame(context.connection(), () -> new TableStep(context.connection(), table)
                .run(orders.get(0), RecordRange.NONE));
    }

    /** Loads all records in place except those that fail by themselves. */
    void load() throws SQLException {
        if (!deletes && context.postponed().before(table) > 0) {
            // Some of what has waited will have to go on waiting: no need to fail first.
            setOrphansAside();
        }
        SQLException failure = loadTogether();
        if (failure != null) {
            loadGood(failure);
        }
    }

    /**
     * Loads all records in place, in any order of inserts and updates that works.
     *
     * @return the failure; null when they are loaded
     */
    @Nullable
    SQLException loadTogether() throws SQLException {
        SQLException failure = null;
        for (List<MergeStatement> order : positions != null && positions.length == 1 ? orders.subList(0, 1) : orders) {
            failure = attempt(order, RecordRange.IN_PLACE);
            if (failure == null || !ServerErrors.dependsOnOthers(failure)) {
                return failure;
            }
        }
        return failure;
    }

    /** @param together the failure of all records in place together */
    private void loadGood(SQLException together) throws SQLException {
        SQLException failure = together;
        if (!deletes) {
            setOrphansAside();
            failure = suspects.isEmpty() ? together : loadTogether();
            if (failure == null) {
                return;
            }
        }
        int[] candidates = (positions == null
                        ? IntStream.range(0, table.records().size())
                        : IntStream.of(positions))
                .filter(position -> !suspects.containsKey(position))
                .toArray();
        NavigableMap<Integer, Reject> aside = suspects;
        suspects = new TreeMap<>();
        new Bisection(
                        (from, before) ->
                                attempt(orders.get(0), new RecordRange(candidates[from], candidates[before - 1] + 1)),
                        (record, reason) -> bad(candidates[record], reason))
                .run(candidates.length, failure);
        setSuspectsAside();
        suspects.putAll(aside);
    }

    /** @return whether a record of the page is in the target: it was loaded, or needs no write */
    boolean isIn(int position) {
        return !suspects.containsKey(position)
                && !context.rejects().records(table).contains(position);
    }

    /**
     * Loads the suspects of which all parents are in by now, and those that these are the parents of, down to the last.
     *
     * @param isIn whether a record of another table is in
     * @return whether there are fewer suspects than before
     */
    boolean loadReady(Predicate<StagedRow> isIn) throws SQLException {
        orphans.keySet().retainAll(suspects.keySet());
        List<Integer> ready = Parentless.together(
                        orphans.values(),
                        parent -> parent.table().name().equals(table.name())
                                ? isIn(parent.position())
                                : isIn.test(parent))
                .stream()
                .map(Orphan::record)
                .sorted()
                .toList();
        if (ready.isEmpty()) {
            return false;
        }
        int before = suspects.size();
        NavigableMap<Integer, Reject> others = suspects;
        ready.forEach(others::remove);
        ready.forEach(orphans::remove);
        suspects = new TreeMap<>();
        positions = ready.stream().mapToInt(Integer::intValue).toArray();
        Sql.run(context.connection(), SetAside.restore(table.plan(), ready));
        SQLException failure = loadTogether();
        if (failure != null) {
            loadGood(failure);
        }
        suspects.putAll(others);
        return suspects.size() < before;
    }

    /** @return whether there are fewer suspects than before */
    boolean retrySuspects() throws SQLException {
        if (suspects.isEmpty()) {
            return false;
        }
        int before = suspects.size();
        positions = suspects.keySet().stream().mapToInt(Integer::intValue).toArray();
        suspects = new TreeMap<>();
        orphans.clear();
        Sql.run(context.connection(), SetAside.restore(table.plan(), deletes));
        load();
        return suspects.size() < before;
    }

    /** @return the records that failed because another row is missing or in the way */
    List<Reject> suspects() {
        return new ArrayList<>(suspects.values());
    }

    private void bad(int record, SQLException failure) {
        Reject reject = new Reject(
                table,
                record,
                ServerErrors.column(failure),
                SqlStates.find(failure),
                ServerErrors.reason(failure, table),
                null,
                failure);
        if (!ServerErrors.dependsOnOthers(failure)) {
            RejectingMerge.reject(context, List.of(reject));
            return;
        }
        suspects.put(record, reject);
        int most = Math.max(context.rejects().remaining(), context.postponed().remaining());
        if (suspects.size() > most + SUSPECTS_ABOVE_LIMIT) {
            RejectingMerge.leaveOut(context, suspects());
            suspects.clear();
        }
    }

    private void setOrphansAside() throws SQLException {
        SortedMap<Integer, Orphan> found = finder.find();
        if (!found.isEmpty()) {
            orphans.putAll(found);
            found.forEach((record, orphan) -> suspects.put(record, orphan.reject()));
            setSuspectsAside();
        }
    }

    private void setSuspectsAside() throws SQLException {
        if (!suspects.isEmpty()) {
            Sql.run(context.connection(), SetAside.exclude(table.plan(), suspects.keySet()));
        }
    }

    private @Nullable SQLException attempt(List<MergeStatement> statements, RecordRange range) throws SQLException {
        TableStep step = new TableStep(context.connection(), table);
        TableCounts[] done = {TableCounts.NONE};
        SQLException failure = context.attempts().attempt(() -> done[0] = step.run(statements, range), blame);
        if (failure == null) {
            counts.add(table, done[0]);
        }
        return failure;
    }
}
