package io.cameletl.internal.postgres.survey;

import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.postgres.plan.TablePlan;

/** Does something to the doubts about the rows of a page's records. */
record Marking(Statement statement) implements SurveyPage.Use {
    /** What is done. */
    interface Statement {
        String of(DoubtSql doubts, TablePlan plan);
    }

    @Override
    public String staged(SurveyedTable table, TablePlan plan) {
        return statement.of(new DoubtSql(table), plan);
    }

    @Override
    public String bad(SurveyedTable table, TablePlan plan, String column) {
        return statement.of(new DoubtSql(table), plan);
    }

    /** There is no doubt about a row that cannot be. */
    @Override
    public void keyless(SurveyedTable table, StagedTable staged, int record) {}
}
