package io.cameletl;

import java.sql.Connection;
import java.util.Map;

/**
 * What a {@link CommitFunction} works on.
 *
 * @param pipeline the pipeline's name
 * @param connection the page's transaction; the function must not commit it, roll it back or close it
 * @param stagingTables the staging table of each of the page's tables, by the name the {@link TargetData} gave: quoted,
 *     to be put into SQL as it is. Besides the records' columns and the metadata column, a staging table has
 *     {@code etl_position} (the record's place in the page, from 0) and {@code etl_deleted} (whether the record says
 *     that its row is gone). No key comes twice, unless the table has no key
 */
public record CommitInput(String pipeline, Connection connection, Map<String, String> stagingTables) {
    /**
     * @param table a table of this page
     * @return its staging table, quoted
     * @throws IllegalArgumentException when the page holds no such table
     */
    public String stagingTable(String table) {
        String staging = stagingTables.get(table);
        if (staging == null) {
            throw new IllegalArgumentException("pipeline \"" + pipeline + "\": this page has no table " + table
                    + ", it has " + stagingTables.keySet());
        }
        return staging;
    }
}
