package io.cameletl.internal.postgres.plan;

import io.cameletl.internal.values.ColumnType;

/**
 * A column of a target table, as the catalogue has it.
 *
 * @param name its name, unquoted
 * @param type what values are encoded for: of a domain, its base type
 * @param filling what happens to it when a new row does not give it a value
 * @param generated whether its value is computed from other columns, so that nobody may write it
 * @param alwaysIdentity whether it is GENERATED ALWAYS AS IDENTITY: written by inserts that say so, never by updates
 */
public record TargetColumn(String name, ColumnType type, Filling filling, boolean generated, boolean alwaysIdentity) {
    /** What a new row without a value for the column gets. */
    public enum Filling {
        /** NULL, a default, a number of its own. */
        BY_ITSELF,
        /** Nothing: the column is NOT NULL and has no default. */
        BY_RECORDS
    }
}
