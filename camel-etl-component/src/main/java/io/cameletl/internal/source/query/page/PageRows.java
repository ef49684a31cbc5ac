package io.cameletl.internal.source.query.page;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Takes the rows of a page's result, one after the other. Used by one thread. */
interface PageRows {
    /**
     * Takes the result's current row.
     *
     * @return whether the row has all of its cursor values; else one is NULL
     */
    boolean add(ResultSet result) throws SQLException;

    /** @return how many rows were taken */
    int size();

    /** @return the rows */
    List<?> rows();

    /** @return the last row's cursor values as text */
    List<String> cursor();
}
