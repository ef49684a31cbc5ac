package io.cameletl.internal.console.desk;

import io.cameletl.internal.engine.driver.LedgerChoice;
import org.jspecify.annotations.Nullable;

/**
 * What exactly is to be done.
 *
 * @param lines of a replay or a discard: which, where they are named one by one
 * @param table of a replay or a discard: the table of the records that are meant; null for others
 * @param state with the table: their SQLSTATE, empty where they have none
 * @param cursor of a seek, as JSON
 */
public record Order(LedgerChoice lines, @Nullable String table, @Nullable String state, @Nullable String cursor) {
    /** Everything, where there is anything to choose. */
    public static final Order ALL = new Order(LedgerChoice.ALL, null, null, null);
}
