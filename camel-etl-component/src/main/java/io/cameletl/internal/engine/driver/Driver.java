package io.cameletl.internal.engine.driver;

import io.cameletl.EtlException;
import io.cameletl.PipelinePlan;
import io.cameletl.internal.engine.pass.ComparedTarget;
import io.cameletl.internal.engine.survey.SurveyedTables;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where one pipeline's pages and its position go: all that the engine knows of a database. Whether a page's rows and its
 * cursor commit in one transaction is the driver's knowledge alone. Thread-safe.
 */
public interface Driver {
    /** @return keeps the pipeline's position; always the same one */
    PipelineStore store();

    /**
     * Opens the writer of a run's pages.
     *
     * @param owner tells this writer's leavings from another's; unique
     * @param nonePostponed whether the pipeline is known to have no postponed records
     * @return the writer; costs nothing until the first page comes
     */
    PageWriter open(String owner, boolean nonePostponed) throws Exception;

    /**
     * Looks for postponed records that no page can be tried with: they are for tables which the pipeline does not load any
     * more.
     *
     * @return how many of the records are for each such table
     */
    default Map<String, Long> strange(List<RejectedRecord> postponed) {
        return Map.of();
    }

    /**
     * @param failure what a writer or the store threw
     * @return whether the same work may succeed when tried again
     */
    boolean isTransient(Throwable failure);

    /**
     * The check before the first run: that the target takes the pipeline's pages, and that the store can be written.
     *
     * @param columns the columns of the records for the only table, where they are known; null where they are not
     * @return the target tables, each with its schema; empty where they are not known
     * @throws EtlException naming what is missing and what to do; also when a database cannot be asked
     */
    List<String> check(@Nullable List<String> columns);

    /** @return the target, to be compared with a source; null where that cannot be done */
    default @Nullable ComparedTarget compared() {
        return null;
    }

    /** @return the target's tables, to be compared with what a transform makes; null where that cannot be done */
    default @Nullable SurveyedTables surveyed() {
        return null;
    }

    /**
     * Says what would be created, altered and run at the target, and changes nothing.
     *
     * @param columns as for {@link #check}
     * @throws EtlException when a database cannot be asked
     */
    default PipelinePlan plan(@Nullable List<String> columns) {
        return new PipelinePlan(
                "",
                List.of(),
                List.of(),
                Map.of(),
                List.of("the target is not of PostgreSQL: what is done with pages is known to itself"));
    }

    /** @return what has been seen, since this was asked last, of source and target growing apart, or been done about it */
    default List<SchemaNews> schemaNews() {
        return List.of();
    }

    /**
     * Begins to watch what a run, a replay or a single load does at databases.
     *
     * @param stopping whether it is to end
     */
    default WatchedRun watch(BooleanSupplier stopping) {
        return WatchedRun.NOT_WATCHED;
    }

    /** @return what the pipeline has under way at databases in this process, the longest first; costs no statement */
    default List<DatabaseSection> sections() {
        return List.of();
    }
}
