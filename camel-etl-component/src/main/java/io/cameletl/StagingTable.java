package io.cameletl;

import java.util.List;

/**
 * A staging table about to be created.
 *
 * @param pipeline the pipeline's name
 * @param table the target table it stands for, as the pipeline's {@code tables} name it
 * @param name its own name, quoted and qualified, to be put into SQL as it is
 * @param columns the columns that the records fill, unquoted
 * @param createStatement the SQL by which the component would create it
 */
public record StagingTable(String pipeline, String table, String name, List<String> columns, String createStatement) {
    public StagingTable {
        columns = List.copyOf(columns);
    }
}
