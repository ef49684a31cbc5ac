package io.cameletl;

import java.util.List;

/**
 * Makes a page's source rows into the records of the target's tables. Called by one thread at a time; during a
 * first load with {@code initialShards}, by as many as that says.
 *
 * @param <R> what the source's rows are: maps from column to value where the source is a query, what the {@link Source}
 *     gives where it is a bean. A source that gives others fails the page, with an {@link EtlException} that says which
 */
@FunctionalInterface
public interface Transform<R> {
    /**
     * @param rows the page's rows as the source gave them; never empty
     * @return the tables' records, parents before the children that refer to them; empty when the page holds nothing
     *     for the target: the cursor moves on all the same
     * @throws Exception when a row cannot be transformed; the page is not loaded and the cursor stays
     */
    List<TargetData> transform(List<R> rows) throws Exception;
}
