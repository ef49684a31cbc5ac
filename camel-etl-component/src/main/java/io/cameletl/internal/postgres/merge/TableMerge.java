package io.cameletl.internal.postgres.merge;

import static io.cameletl.internal.postgres.merge.MergeStep.DELETE;

import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.postgres.load.Attempts;
import io.cameletl.internal.postgres.load.Bisection;
import io.cameletl.internal.postgres.load.Reject;
import io.cameletl.internal.postgres.load.Rejects;
import io.cameletl.internal.postgres.load.ServerErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One table's part of a {@link RejectingMerge}: its deletes, or its inserts and updates. */
final class TableMerge {
    /** So many more than may be rejected are put up with while it is not certain that they are bad. */
    private static final int BENEFIT_OF_DOUBT = 1_000;

    private final Connection connection;
    private final StagedTable table;
    private final boolean deletes;
    private final Rejects rejects;
    private final Attempts tries;
    private final MergeCounts counts;
    private final List<List<MergeStep>> orders;

    /** What failed for want of others, by position; set aside in staging. */
    private SortedMap<Integer, Reject> failed = new TreeMap<>();

    /** The positions of the records to load; null for all. */
    private int @Nullable [] positions;

    TableMerge(
            Connection connection,
            StagedTable table,
            boolean deletes,
            Rejects rejects,
            Attempts tries,
            MergeCounts counts) {
        this.connection = connection;
        this.table = table;
        this.deletes = deletes;
        this.rejects = rejects;
        this.tries = tries;
        this.counts = counts;
        this.orders = deletes ? List.of(List.of(DELETE)) : CarefulMerge.orders(table);
    }

    /**
     * Loads all records in place, in whatever order is possible.
     *
     * @return why not; null when they are loaded
     */
    @Nullable
    SQLException whole() throws SQLException {
        SQLException failure = null;
        for (List<MergeStep> order : positions != null && positions.length == 1 ? orders.subList(0, 1) : orders) {
            failure = attempt(order, RecordRange.IN_PLACE);
            if (failure == null || !ServerErrors.dependsOnOthers(failure)) {
                return failure;
            }
        }
        return failure;
    }

    /**
     * Loads the records in place but those that fail by themselves.
     *
     * @param whole why not all of them can be loaded
     */
    void isolate(SQLException whole) throws SQLException {
        SQLException failure = whole;
        if (!deletes) {
            failed.putAll(new Orphans(connection, table).find());
            setAside();
            failure = failed.isEmpty() ? whole : whole();
            if (failure == null) {
                return;
            }
        }
        int[] candidates = (positions == null
                        ? IntStream.range(0, table.records().size())
                        : IntStream.of(positions))
                .filter(position -> !failed.containsKey(position))
                .toArray();
        SortedMap<Integer, Reject> orphans = failed;
        failed = new TreeMap<>();
        new Bisection(
                        (from, before) ->
                                attempt(orders.get(0), new RecordRange(candidates[from], candidates[before - 1] + 1)),
                        (record, reason) -> bad(candidates[record], reason))
                .run(candidates.length, failure);
        setAside();
        failed.putAll(orphans);
    }

    /** Tries again what failed. */
    boolean again() throws SQLException {
        if (failed.isEmpty()) {
            return false;
        }
        int before = failed.size();
        positions = failed.keySet().stream().mapToInt(Integer::intValue).toArray();
        failed = new TreeMap<>();
        Sql.run(connection, SetAside.comeBack(table.plan(), deletes));
        SQLException whole = whole();
        if (whole != null) {
            isolate(whole);
        }
        return failed.size() < before;
    }

    /** @return what is left to be rejected */
    List<Reject> failed() {
        return new ArrayList<>(failed.values());
    }

    private void bad(int record, SQLException failure) {
        Reject reject = new Reject(
                table,
                record,
                ServerErrors.column(failure),
                SqlStates.find(failure),
                ServerErrors.reason(failure),
                null);
        if (!ServerErrors.dependsOnOthers(failure)) {
            rejects.add(reject);
            return;
        }
        failed.put(record, reject);
        if (failed.size() > rejects.left() + BENEFIT_OF_DOUBT) {
            rejects.addAll(failed());
        }
    }

    private void setAside() throws SQLException {
        if (!failed.isEmpty()) {
            Sql.run(connection, SetAside.leave(table.plan(), failed.keySet()));
        }
    }

    private @Nullable SQLException attempt(List<MergeStep> steps, RecordRange range) throws SQLException {
        long[] rows = new long[steps.size()];
        SQLException failure = tries.of(() -> {
            for (int step = 0; step < rows.length; step++) {
                if (steps.get(step).applies(table.plan())) {
                    rows[step] = Sql.update(connection, steps.get(step).sql(table.plan(), range));
                }
            }
        });
        for (int step = 0; failure == null && step < rows.length; step++) {
            counts.add(table, steps.get(step), rows[step]);
        }
        return failure;
    }
}
