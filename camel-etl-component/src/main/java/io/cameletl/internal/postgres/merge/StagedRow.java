package io.cameletl.internal.postgres.merge;

import io.cameletl.internal.postgres.plan.StagedTable;

/**
 * A record in staging.
 *
 * @param table its table
 * @param staged its position there; negative when it is {@linkplain SetAside set aside}
 */
record StagedRow(StagedTable table, int staged) {
    /** @return its place in the page */
    int position() {
        return isAside() ? -1 - staged : staged;
    }

    boolean isAside() {
        return staged < 0;
    }
}
