package io.cameletl;

import java.util.List;

/** Makes a page's source rows into the records of the target's tables. Called by one thread at a time. */
@FunctionalInterface
public interface Transform {
    /**
     * @param rows the page's rows as the source gave them; never empty
     * @return the tables' records, parents before the children that refer to them; empty when the page holds nothing
     *     for the target: the cursor moves on all the same
     * @throws Exception when a row cannot be transformed; the page is not loaded and the cursor stays
     */
    List<TargetData> transform(List<?> rows) throws Exception;
}
