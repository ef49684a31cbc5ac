package io.cameletl.postgres;

/** The records of a page that a merge statement is about: all, or, when a bad one is searched, those before a position. */
record RecordRange(int before) {
    static final RecordRange ALL = new RecordRange(Integer.MAX_VALUE);

    /** The condition on staging, to be added to others; empty for all records. */
    String condition(TablePlan plan) {
        return before == Integer.MAX_VALUE
                ? ""
                : "\n  AND s." + plan.staging().position().sql() + " < " + before;
    }
}
