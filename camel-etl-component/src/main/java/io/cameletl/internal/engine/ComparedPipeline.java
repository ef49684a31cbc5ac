package io.cameletl.internal.engine;

import io.cameletl.EtlException;
import io.cameletl.internal.engine.driver.Driver;
import io.cameletl.internal.engine.pass.ComparedSource;
import io.cameletl.internal.engine.pass.ComparedTarget;
import io.cameletl.internal.engine.spec.PipelineSpec;
import io.cameletl.internal.engine.survey.SurveyedTables;

/** The two sides of a pipeline, of which each row of the one is a row of the other. */
record ComparedPipeline<C>(ComparedSource<C> source, ComparedTarget target) {
    private static final String RULE =
            "operation=reconcile and mode=full compare the rows of a query with the one table that they are loaded into. ";

    /**
     * @return the source, whose rows can be read by their keys
     * @throws EtlException when it is another source
     */
    @SuppressWarnings("unchecked")
    static <C> ComparedSource<C> keyed(PipelineSpec<C> spec) {
        if (spec.source() instanceof ComparedSource<?> source && source.isComparable()) {
            return (ComparedSource<C>) source;
        }
        throw new EtlException(
                spec.name(),
                "operation=reload reads rows by their keys only of a query, and this endpoint has another source, or none."
                        + " Give a range of change times, in CamelEtlFromAt and CamelEtlBeforeAt");
    }

    /** @return whether each row of the source is one of the target, so that both servers can tell what they have */
    static boolean isStraight(PipelineSpec<?> spec) {
        return spec.transform() == null && spec.source() instanceof ComparedSource<?> source && source.isComparable();
    }

    /**
     * @return the tables of a pipeline whose rows nobody knows but its transform or its source
     * @throws EtlException when they cannot be compared
     */
    static SurveyedTables tables(PipelineSpec<?> spec, Driver driver) {
        SurveyedTables tables = driver.surveyed();
        if (tables == null) {
            throw new EtlException(
                    spec.name(),
                    "operation=verify compares tables of PostgreSQL with what the pipeline's source has for them. The"
                            + " pipeline's target is not PostgreSQL's");
        }
        return tables;
    }

    /** @throws EtlException when it is another pipeline */
    @SuppressWarnings("unchecked")
    static <C> ComparedPipeline<C> of(PipelineSpec<C> spec, Driver driver) {
        if (!(spec.source() instanceof ComparedSource<?> source) || !source.isComparable()) {
            throw new EtlException(
                    spec.name(),
                    RULE + "This endpoint has another source, or none. Give the options query, sourceDataSource,"
                            + " cursorColumns and tables as the endpoint that runs it has them");
        }
        if (spec.transform() != null) {
            throw new EtlException(
                    spec.name(),
                    RULE + "The pipeline has a transform, and what that makes of a row is not known to either server."
                            + " Compare its tables by other means");
        }
        ComparedTarget target = driver.compared();
        if (target == null) {
            throw new EtlException(spec.name(), RULE + "The pipeline's target is not PostgreSQL's");
        }
        return new ComparedPipeline<>((ComparedSource<C>) source, target);
    }
}
