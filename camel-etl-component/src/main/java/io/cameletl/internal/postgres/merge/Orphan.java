package io.cameletl.internal.postgres.merge;

import io.cameletl.internal.postgres.load.Rejects.Reject;
import io.cameletl.internal.postgres.plan.StagedTable;
import java.util.List;
import java.util.function.Predicate;

/**
 * A record whose parent rows are missing.
 *
 * @param reject the record, and the first of its foreign keys that does not hold
 * @param parents for each of its foreign keys that do not hold, the records of the page that would be the row
 */
record Orphan(Reject reject, List<List<StagedRow>> parents) {
    StagedTable table() {
        return reject.table();
    }

    /** @return its place in the page */
    int record() {
        return reject.record();
    }

    /** @return whether each of its keys has a parent of a kind */
    boolean has(Predicate<StagedRow> parent) {
        return parents.stream().allMatch(alternatives -> alternatives.stream().anyMatch(parent));
    }
}
