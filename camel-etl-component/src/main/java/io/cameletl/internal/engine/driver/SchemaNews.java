package io.cameletl.internal.engine.driver;

import io.cameletl.EtlEvent.SchemaChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a target table and what the source brings differ, or what was done about it.
 *
 * @param table the table
 * @param change how
 * @param columns which columns it is about
 * @param statement what was run, or is to be run; null for nothing
 */
public record SchemaNews(String table, SchemaChange change, List<String> columns, @Nullable String statement) {
    public SchemaNews {
        columns = List.copyOf(columns);
    }
}
