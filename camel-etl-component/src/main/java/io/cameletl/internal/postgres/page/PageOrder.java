package io.cameletl.internal.postgres.page;

import io.cameletl.TargetData;
import io.cameletl.internal.engine.driver.PageLimits;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.postgres.load.KnownTables;
import io.cameletl.internal.postgres.load.LoadContext;
import io.cameletl.internal.postgres.load.PostponedRecords;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import java.sql.Connection;
import java.util.List;
import java.util.Map;

/**
 * What a session is to load in one transaction.
 *
 * @param page the records by table; when empty, only the step runs
 * @param limits how many records may be left out: bad ones, which the target refuses or which cannot be written as text, and
 *     postponed ones. They go to the step, and the others are loaded. A failure in a custom commit cannot be traced to a
 *     record and fails the page
 * @param postponed by table the numbers in the ledger of the postponed records that the page's begin with
 * @param others postponed records that are not with the page
 * @param late whether the page comes from a ledger, or is read again for one: later than its place in the source, so that what
 *     it says of a row may be over
 * @param step runs last before the commit, on the same connection
 * @param synchronous whether the commit waits until it is on disk, as the server is set up. If it does not wait, a crash of
 *     the server may lose the last pages as a whole. That is right where the step moves the cursor, since the cursor goes
 *     back with them
 */
public record PageOrder(
        List<TargetData> page,
        PageLimits limits,
        Map<QualifiedName, List<Long>> postponed,
        List<RejectedRecord> others,
        boolean late,
        TransactionStep step,
        boolean synchronous) {
    /** @return the context of its load, of which nothing is done yet */
    LoadContext context(PostgresTargetSpec target, Connection connection, KnownTables knownTables) {
        int mayWait = target.commit() == null ? limits.postponed() : 0;
        return LoadContext.of(
                target,
                connection,
                knownTables,
                synchronous,
                limits.rejects(),
                new PostponedRecords(target.pipeline(), mayWait, others.size(), postponed, late));
    }

    /** The same, of a page that comes from a ledger. */
    PageOrder comingLate() {
        return new PageOrder(page, limits, postponed, others, true, step, synchronous);
    }

    /** The same, whose records are older than any that waits. */
    PageOrder takingNoPlace() {
        return new PageOrder(page, limits, postponed, List.of(), late, step, synchronous);
    }

    /** A page without earlier records, of which none may be left out. */
    public static PageOrder of(List<TargetData> page, TransactionStep step, boolean synchronous) {
        return new PageOrder(page, PageLimits.NONE, Map.of(), List.of(), false, step, synchronous);
    }
}
