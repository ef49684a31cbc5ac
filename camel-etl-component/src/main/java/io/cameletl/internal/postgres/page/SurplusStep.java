package io.cameletl.internal.postgres.page;

import io.cameletl.TableCounts;
import io.cameletl.internal.engine.driver.LeftOut;
import io.cameletl.internal.postgres.load.RowRemoval;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Deletes surplus rows before a page is merged: one of them may hold a unique value that a row of the page needs. All else
 * is another step's.
 */
final class SurplusStep implements TransactionStep {
    private final RowRemoval removal;
    private final TransactionStep step;
    private long deleted;

    SurplusStep(RowRemoval removal, TransactionStep step) {
        this.removal = removal;
        this.step = step;
    }

    @Override
    public void beforeMerge(Connection connection) throws SQLException {
        step.beforeMerge(connection);
        deleted = removal.delete(connection);
    }

    /** What was deleted must not come back by a savepoint, as it would before a page that is copied straight. */
    @Override
    public boolean locksBeforeMerge() {
        return true;
    }

    @Override
    public Map<String, TableCounts> counted(Map<String, TableCounts> counts) {
        if (deleted == 0) {
            return counts;
        }
        Map<String, TableCounts> all = new LinkedHashMap<>(counts);
        all.merge(removal.table(), new TableCounts(deleted, 0, 0, deleted, 0), TableCounts::plus);
        return all;
    }

    @Override
    public void superseding(List<Superseded> places) {
        step.superseding(places);
    }

    @Override
    public Kept run(Connection connection, LeftOut leftOut, Map<String, TableCounts> counts) throws SQLException {
        return step.run(connection, leftOut, counts);
    }
}
