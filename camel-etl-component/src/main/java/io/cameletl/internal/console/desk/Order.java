package io.cameletl.internal.console.desk;

import io.cameletl.internal.engine.driver.LedgerChoice;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What exactly is to be done.
 *
 * @param lines of a replay or a discard: which, where they are named one by one
 * @param table of a replay or a discard: the table of the records that are meant; null for others
 * @param state with the table: their SQLSTATE, empty where they have none
 * @param cursor of a seek, as JSON
 * @param range of a reload: values by the names of its headers
 */
public record Order(
        LedgerChoice lines,
        @Nullable String table,
        @Nullable String state,
        @Nullable String cursor,
        Map<String, String> range) {
    /** Everything, where there is anything to choose. */
    public static final Order ALL = new Order(LedgerChoice.ALL, null, null, null);

    public Order {
        range = Map.copyOf(range);
    }

    /** One without a range. */
    public Order(LedgerChoice lines, @Nullable String table, @Nullable String state, @Nullable String cursor) {
        this(lines, table, state, cursor, Map.of());
    }

    /** A reload. */
    public static Order reload(Map<String, String> range) {
        return new Order(LedgerChoice.ALL, null, null, null, range);
    }
}
