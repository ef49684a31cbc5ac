package io.cameletl.internal.engine.survey;

import java.util.Map;

/** Tables that can be held against the records of pages. */
public interface SurveyedTables {
    /**
     * Opens a survey of all of a pipeline's tables. It holds one connection.
     *
     * @param owner tells its temporary tables from another's; unique
     * @param wheres by table, as it is declared, which of its rows are the pipeline's, as a condition of the database; all
     *     rows of a table that is not among them are
     * @throws io.cameletl.EtlException when the tables cannot be compared, or the database cannot be asked
     */
    Survey open(String owner, Map<String, String> wheres);
}
