package io.cameletl;

import java.sql.Connection;
import java.util.Map;

/**
 * Brings a page from its staging tables into the target tables in place of the generated merge. It runs inside the
 * page's transaction: what it writes and the cursor's move are committed together or not at all. Called by one thread
 * at a time, or
 * during a first load with {@code initialShards} by as many as that says.
 */
@FunctionalInterface
public interface CommitFunction {
    /**
     * @param input the staging tables of this page, and the connection of its transaction
     * @throws Exception when the page cannot be committed; everything is rolled back and the cursor stays
     */
    void commit(CommitInput input) throws Exception;

    /**
     * What a commit works on. Made by camel-etl only; components may be added in minor releases.
     *
     * @param pipeline the pipeline's name
     * @param connection the page's transaction; the function must not commit it, roll it back or close it
     * @param stagingTables the staging table of each of the page's tables, by the name the {@link TargetData} gave:
     *     quoted, to be put into SQL as it is. Besides the records' columns and the metadata column, a staging table has
     *     {@code etl_position} (the record's place in the page, from 0) and {@code etl_deleted} (whether the record says
     *     that its row is gone). No key comes twice, unless the table has no key
     */
    record CommitInput(String pipeline, Connection connection, Map<String, String> stagingTables) {
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
}
