package io.cameletl.internal.postgres.pass;

import io.cameletl.internal.engine.pass.ImageType;
import io.cameletl.internal.jdbc.Identifier;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What tells the rows of the target table {@code t} that are marked as gone from others, and what marks one. A column is read as
 * {@link io.cameletl.internal.records.DeletedFlag} reads a record's.
 *
 * @param column the column of the mark
 * @param unmarked the condition that a row is not marked
 * @param value what marks a row now
 */
record MarkedRows(Identifier column, String unmarked, String value) {
    private static final Set<String> NUMBERS = Set.of("int2", "int4", "int8", "numeric", "float4", "float8");

    /** @return null when a value of the type does not say for certain whether it is a mark, or none can be made */
    static @Nullable MarkedRows of(Identifier column, ImageType type) {
        if (!type.isBuiltIn() || type.array()) {
            return null;
        }
        String name = "t." + column.sql();
        if (type.name().equals("bool")) {
            return new MarkedRows(column, name + " IS NOT TRUE", "true");
        }
        if (NUMBERS.contains(type.name())) {
            String zero = name + " OPERATOR(pg_catalog.=) CAST(0 AS pg_catalog." + type.name() + ")";
            return new MarkedRows(column, "(" + zero + ") IS NOT FALSE", "CAST(1 AS pg_catalog." + type.name() + ")");
        }
        String now = now(type.name());
        // A domain over a composite type would have another answer to IS NULL.
        return now == null ? null : new MarkedRows(column, name + " IS NOT DISTINCT FROM NULL", now);
    }

    /** @return the time of the transaction as a value of the type; null when that is none of a time */
    private static @Nullable String now(String type) {
        return switch (type) {
            case "timestamptz" -> "pg_catalog.now()";
            case "timestamp" -> "pg_catalog.timezone('UTC', pg_catalog.now())";
            case "date" -> "CAST(pg_catalog.timezone('UTC', pg_catalog.now()) AS pg_catalog.date)";
            default -> null;
        };
    }
}
