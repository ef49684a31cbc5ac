package io.cameletl.internal.postgres.load;

import io.cameletl.internal.postgres.plan.ForeignKey;
import io.cameletl.internal.postgres.plan.StagedTable;
import org.jspecify.annotations.Nullable;

/**
 * A bad record, found but not yet written down.
 *
 * @param table the table it was for
 * @param record its place in the page, from 0
 * @param column the column at fault; null when no single one is
 * @param sqlState why, as SQLSTATE; null when it never reached the server
 * @param reason why, in words
 * @param orphan the foreign key by which it refers to a row that is not there; null when the reason is another
 */
public record Reject(
        StagedTable table,
        int record,
        @Nullable String column,
        @Nullable String sqlState,
        String reason,
        @Nullable ForeignKey orphan) {

    /** The reason with the column that it is about. */
    String fullReason() {
        return column == null ? reason : "column " + column + ": " + reason;
    }
}
