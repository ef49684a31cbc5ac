package io.cameletl.internal.postgres.merge;

import io.cameletl.internal.postgres.plan.TablePlan;

/**
 * The records of a page that a merge statement covers, by their positions in staging.
 *
 * @param from the first position
 * @param before the position to stop before
 */
record RecordRange(int from, int before) {
    /** All records, without a condition. */
    static final RecordRange ALL = new RecordRange(Integer.MIN_VALUE, Integer.MAX_VALUE);

    /** No record: what fails for it is no record's fault. */
    static final RecordRange NONE = new RecordRange(0, 0);

    /** All records except those {@linkplain SetAside set aside}. */
    static final RecordRange IN_PLACE = new RecordRange(0, Integer.MAX_VALUE);

    /** The records before a position. */
    static RecordRange before(int before) {
        return new RecordRange(Integer.MIN_VALUE, before);
    }

    /** The condition on staging, to be added to others; empty for all records. */
    String condition(TablePlan plan) {
        String position = "\n  AND s." + plan.staging().position().sql();
        return (from == Integer.MIN_VALUE ? "" : position + " OPERATOR(pg_catalog.>=) " + from)
                + (before == Integer.MAX_VALUE ? "" : position + " OPERATOR(pg_catalog.<) " + before);
    }
}
