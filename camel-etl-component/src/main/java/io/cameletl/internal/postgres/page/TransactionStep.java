package io.cameletl.internal.postgres.page;

import io.cameletl.TableCounts;
import io.cameletl.internal.engine.driver.LeftOut;
import io.cameletl.internal.engine.driver.RejectedRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last step of a page's transaction before its commit: it moves the cursor and keeps what was left out in the ledger. */
@FunctionalInterface
public interface TransactionStep {
    /** Does nothing, for a page without a cursor of which nothing may be left out. */
    TransactionStep NONE = (connection, leftOut, counts) -> new Kept(leftOut, 0);

    /**
     * Runs once the page's records are in staging, before anything of the target is touched.
     *
     * @param connection the page's transaction; not to be committed, rolled back or closed
     * @throws SQLException when the page is not to be loaded; it is rolled back, as it is after a runtime exception
     */
    default void beforeMerge(Connection connection) throws SQLException {}

    /** @return whether {@link #beforeMerge} takes a lock that must not be given back by a savepoint */
    default boolean locksBeforeMerge() {
        return false;
    }

    /**
     * @param counts what the merge did, by table
     * @return the same, with what {@link #beforeMerge} did
     */
    default Map<String, TableCounts> counted(Map<String, TableCounts> counts) {
        return counts;
    }

    /**
     * Is told, before the page is loaded, which postponed records it takes the place of though they are not with it.
     *
     * @param places the records, and what of them goes on waiting
     */
    default void superseding(List<Superseded> places) {}

    /**
     * @param connection the page's transaction; not to be committed, rolled back or closed
     * @param leftOut the page's records that are not in the target, which nobody else keeps; may be empty
     * @param counts what the page did, by table
     * @throws SQLException when the step fails; the page is rolled back, as it is after a runtime exception
     */
    Kept run(Connection connection, LeftOut leftOut, Map<String, TableCounts> counts) throws SQLException;

    /**
     * What the ledger keeps.
     *
     * @param added the records that it did not have yet
     * @param waiting how many postponed records it has now
     * @param untried how many of them were not tried with the page
     * @param oldest that of them which has waited longest; null when none waits
     */
    record Kept(LeftOut added, long waiting, int untried, @Nullable RejectedRecord oldest) {
        /** Nothing waited before the page. */
        public Kept(LeftOut added, long waiting) {
            this(added, waiting, 0, null);
        }
    }
}
