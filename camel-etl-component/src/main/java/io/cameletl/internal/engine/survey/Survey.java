package io.cameletl.internal.engine.survey;

import io.cameletl.TargetData;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What pages say about the tables, as it is found out page by page. All is kept at the database, in temporary tables, so that
 * it takes no more memory for more rows. Nothing of the tables is written. Used by one thread; all methods throw an
 * {@link io.cameletl.EtlException} when the database cannot be asked, after which the survey is of no more use.
 */
public interface Survey extends AutoCloseable {
    /** @return the tables' names as users write them, parents first */
    List<String> tables();

    /**
     * Holds a page's records against their rows. Pages come in the order in which they are loaded.
     *
     * @throws io.cameletl.EtlException also when a record can be of none of the tables
     */
    void compare(List<TargetData> page);

    /** All pages have come: from now on it is known which rows differ, or are surplus. */
    void allCompared();

    /** @return how many rows differ or are surplus, as far as is known; to be asked once all pages have come */
    long doubtful();

    /** Rows of these records that are surplus otherwise come from before the pipeline's beginning: they are not compared. */
    void outside(List<TargetData> page);

    /** The rows of these records are under way: they are not compared. */
    void underWay(List<TargetData> page);

    /** The rows of these records are known to a ledger. */
    void waiting(List<TargetData> page);

    /**
     * It is not to be decided which rows are surplus.
     *
     * @return how many seem to be
     */
    long forgetSurplus();

    /**
     * @param shown what of a key may be shown
     * @return what is found, by table
     */
    List<TableFindings> findings(UnaryOperator<String> shown);

    @Override
    void close();
}
