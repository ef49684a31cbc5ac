package io.cameletl.internal.postgres.state;

import io.cameletl.EtlException;
import io.cameletl.StaleLeaseException;
import io.cameletl.internal.engine.driver.CursorMove;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What the ledgers of skipped pages and of rejected records have in common. */
final class Ledgers {
    private Ledgers() {}

    /**
     * Removes what a step settles, after the step, whose lock on the pipeline's row keeps others out. An entry that is
     * gone already was settled by somebody else since it was read: what it stands for must not be loaded a second time.
     *
     * @throws StaleLeaseException when an entry is not there
     */
    static void settle(Connection connection, StateSql sql, CursorMove move) throws SQLException {
        remove(
                connection,
                sql.removeSkippedPages,
                move.pipeline(),
                "skipped pages",
                move.settled().skippedPages());
        remove(
                connection,
                sql.removeRejectedRecords,
                move.pipeline(),
                "rejected records",
                move.settled().rejectedRecords());
    }

    private static void remove(Connection connection, String sql, String pipeline, String what, List<Long> ids)
            throws SQLException {
        List<Long> distinct = ids.stream().distinct().toList();
        if (distinct.isEmpty()) {
            return;
        }
        try (StateStatement binder = StateStatement.of(connection, sql)) {
            int removed = binder.text(pipeline).numbers(distinct).update();
            if (removed != distinct.size()) {
                throw new StaleLeaseException(
                        pipeline,
                        (distinct.size() - removed) + " of the " + what + " that this page settles have left the"
                                + " ledger since they were read. Nothing of this page was written; the next replay"
                                + " reads the ledger again",
                        null);
            }
        }
    }

    static void check(String pipeline, String table, int expected, int written) {
        if (written != expected) {
            throw new EtlException(
                    pipeline,
                    table + " took " + written + " of " + expected + " entries. A trigger or rule on it must keep"
                            + " every one; remove it");
        }
    }
}
