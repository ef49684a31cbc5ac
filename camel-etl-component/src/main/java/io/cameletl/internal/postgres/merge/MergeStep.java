package io.cameletl.internal.postgres.merge;

import io.cameletl.internal.postgres.plan.TablePlan;

/** What a merge does to one table; each is one statement. */
enum MergeStep {
    INSERT_UNSEEN,
    INSERT,
    INSERT_GIVING_WAY,
    UPDATE,
    DELETE;

    String sql(TablePlan plan, RecordRange range) {
        return switch (this) {
            case INSERT_UNSEEN -> InsertStatement.unseen(plan, range);
            case INSERT -> InsertStatement.plain(plan, range);
            case INSERT_GIVING_WAY -> InsertStatement.givingWay(plan, range);
            case UPDATE -> UpdateStatement.of(plan, range);
            case DELETE -> DeleteStatement.of(plan, range);
        };
    }

    /** Whether there is anything for the step to do: an update of nothing but keys is no statement. */
    boolean applies(TablePlan plan) {
        return this != UPDATE || !plan.updatable().isEmpty();
    }
}
