package io.cameletl.internal.postgres.plan;

import io.cameletl.internal.jdbc.Identifier;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A staging table: its name, and what it has besides columns of the target table.
 *
 * @param table its name, quoted and qualified
 * @param position holds each record's place in the page, from 0
 * @param deleted says whether the record deletes its row
 * @param metadata the jsonb column that only staging has; null for none
 */
public record StagingLayout(String table, Identifier position, Identifier deleted, @Nullable Identifier metadata) {
    /** A layout whose own columns collide with none of the target table's. */
    public static StagingLayout of(String table, List<String> targetColumns, @Nullable String metadata) {
        return new StagingLayout(
                table,
                free("etl_position", Set.copyOf(targetColumns)),
                free("etl_deleted", Set.copyOf(targetColumns)),
                metadata == null ? null : Identifier.of(metadata));
    }

    private static Identifier free(String name, Set<String> taken) {
        String free = name;
        for (int number = 1; taken.contains(free); number++) {
            free = name + "_" + number;
        }
        return Identifier.of(free);
    }
}
