package io.cameletl.internal.postgres.survey;

import io.cameletl.EtlException;
import io.cameletl.StagingKind;
import io.cameletl.internal.engine.survey.Survey;
import io.cameletl.internal.engine.survey.SurveyedTables;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.postgres.pass.PassRules;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import java.util.HashMap;
import java.util.Map;

/** The tables of a pipeline, to be held against what its transform makes of the source. Immutable and thread-safe. */
public final class SurveyTarget implements SurveyedTables {
    private final PostgresTargetSpec spec;

    public SurveyTarget(PostgresTargetSpec spec) {
        this.spec = spec;
    }

    @Override
    public Survey open(String owner, Map<String, String> wheres) {
        if (spec.tables().isEmpty()) {
            throw new EtlException(
                    spec.pipeline(),
                    "operation=verify needs to know the tables of a pipeline: the rows of one that no page brings would"
                            + " not be looked at. Name them in the option tables, parents first");
        }
        PassRules rules = new PassRules(spec);
        rules.requireMerge();
        Map<QualifiedName, String> conditions = new HashMap<>();
        wheres.forEach((table, where) -> conditions.put(QualifiedName.parse(table), where));
        spec.tables().forEach(table -> {
            rules.requireLast(table);
            rules.requireUnmarked(table, conditions.get(table.table()));
        });
        return SurveySession.open(ownStaging(), owner, conditions);
    }

    /** Others need not see what is staged, and no hook is to be called for it. */
    private PostgresTargetSpec ownStaging() {
        return new PostgresTargetSpec(
                spec.pipeline(),
                spec.dataSource(),
                spec.tables(),
                spec.allowed(),
                StagingKind.TEMP,
                null,
                null,
                null,
                false,
                spec.timeouts(),
                spec.schema());
    }
}
