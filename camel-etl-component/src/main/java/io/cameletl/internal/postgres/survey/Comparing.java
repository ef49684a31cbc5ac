package io.cameletl.internal.postgres.survey;

import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.postgres.plan.TablePlan;
import java.util.Map;
import java.util.Objects;

/** Holds the records of a page against their rows. */
record Comparing(long page, Map<SurveyedTable, TableTally> tallies) implements SurveyPage.Use {
    @Override
    public String staged(SurveyedTable table, TablePlan plan) {
        return new MadeSql(table).compare(plan, page);
    }

    @Override
    public String bad(SurveyedTable table, TablePlan plan, String column) {
        return new MadeSql(table).compareBad(plan, page, column);
    }

    @Override
    public void keyless(SurveyedTable table, StagedTable staged, int record) {
        if (!staged.deleted().isDeleted(record)) {
            Objects.requireNonNull(tallies.get(table)).keyless(staged, record);
        }
    }
}
