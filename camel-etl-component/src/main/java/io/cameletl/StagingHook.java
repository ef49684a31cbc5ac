package io.cameletl;

import java.sql.Connection;
import java.util.List;

/**
 * Creates a staging table in place of the component, for instance with an index or a column more. Called by one thread
 * at a time, or
 * during a first load with {@code initialShards} by as many as that says.
 */
@FunctionalInterface
public interface StagingHook {
    /**
     * Must leave a table of the given name that has at least the columns of {@link StagingInput#createStatement()}, in
     * any order. Executing that statement and then altering the table is the usual way.
     *
     * @param input the table to create, and the connection to create it on
     * @throws Exception when it cannot be created; the page is not loaded and the cursor stays
     */
    void create(StagingInput input) throws Exception;

    /**
     * A staging table about to be created. Made by camel-etl only; components may be added in minor releases.
     *
     * @param pipeline the pipeline's name
     * @param connection the page's transaction; the hook must not commit it, roll it back or close it
     * @param table the target table it stands for, as the pipeline's {@code tables} name it
     * @param stagingTable its own name, quoted and qualified, to be put into SQL as it is
     * @param columns the columns that the records fill, unquoted
     * @param createStatement the SQL by which the component would create it
     */
    record StagingInput(
            String pipeline,
            Connection connection,
            String table,
            String stagingTable,
            List<String> columns,
            String createStatement) {
        public StagingInput {
            columns = List.copyOf(columns);
        }
    }
}
