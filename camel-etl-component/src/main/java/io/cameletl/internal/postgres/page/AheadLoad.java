package io.cameletl.internal.postgres.page;

import io.cameletl.TableCounts;
import io.cameletl.internal.jdbc.watch.Section;
import io.cameletl.internal.postgres.ahead.PageBefore;
import io.cameletl.internal.postgres.ahead.PageKeys;
import io.cameletl.internal.postgres.load.LoadContext;
import io.cameletl.internal.postgres.load.Savepoints;
import io.cameletl.internal.postgres.merge.Merge;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.postgres.staging.DirectCopy;
import io.cameletl.internal.postgres.staging.StagingTables;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of a page's load is done before its turn, while the page before is loaded, in a transaction that {@link PageLoad}
 * ends. In this order:
 *
 * <ol>
 *   <li>Begin as ever, but wait for no lock for long: the one who holds it may be the page before, or may have to wait for it.
 *   <li>Where all records are expected to be new, COPY them straight into the tables. A key that the page before has inserted
 *       is refused once that is committed, and what it refers to is not seen before: then the page goes on with the next step.
 *   <li>Create the staging tables that are not there yet, and COPY the records in.
 *   <li>Read the hashes of their keys, and wait until those of the page before are known, or until it is committed.
 *   <li>Where no key is in both, merge. Each page writes rows that the other neither reads nor writes. When the merge
 *       fails, it is done again in its turn, from staging.
 * </ol>
 *
 * The cursor's step and the commit are left to the page's turn, when the page before is committed.
 */
final class AheadLoad {
    private final LoadContext context;
    private final StagingTables staging;
    private final PageBefore before;
    private final PageBefore trace;

    /**
     * @param context its tables expected to be new are its own to note
     * @param before the page before
     * @param trace what the load of the next page has to know of this one
     */
    AheadLoad(LoadContext context, StagingTables staging, PageBefore before, PageBefore trace) {
        this.context = context;
        this.staging = staging;
        this.before = before;
        this.trace = trace;
    }

    /**
     * A page on its connection, waiting for its turn.
     *
     * @param counts what was done with its records; empty when they are only staged
     * @param suited whether it could be expected to be merged
     */
    record Prepared(
            List<StagedTable> tables,
            LoadClock clock,
            PageBefore trace,
            Optional<Map<String, TableCounts>> counts,
            boolean suited) {}

    /** @param emptying what is to be run first */
    Prepared run(List<StagedTable> tables, List<String> emptying) throws SQLException, InterruptedException {
        LoadClock clock = new LoadClock();
        PageBegin.Begun begun = PageBegin.runAhead(context.connection(), context.target(), emptying);
        trace.begun(begun.pid());
        Prepared prepared = run(tables, clock);
        begun.waitAsEver(context.connection());
        clock.merged();
        return prepared;
    }

    private Prepared run(List<StagedTable> tables, LoadClock clock) throws SQLException, InterruptedException {
        Optional<Map<String, TableCounts>> counts = new DirectCopy(context, tables, clock::sent).run();
        if (counts.isPresent()) {
            trace.staged(Optional.empty());
            clock.staged();
            return new Prepared(tables, clock, trace, counts, true);
        }
        if (staging.create(tables)) {
            Savepoints.COPY.set(context.connection());
        }
        new PageLoad(context, staging, clock, trace).stage(tables);
        clock.staged();
        Optional<PageKeys> keys = PageKeys.of(context, tables);
        trace.staged(keys);
        boolean suits = keys.isPresent();
        if (suits && isLet(keys.get())) {
            counts = new Merge(context, tables).ahead();
        }
        return new Prepared(tables, clock, trace, counts, suits);
    }

    private boolean isLet(PageKeys keys) throws InterruptedException {
        Section.inUsersHands(true);
        try {
            return before.lets(keys);
        } finally {
            Section.inUsersHands(false);
        }
    }
}
