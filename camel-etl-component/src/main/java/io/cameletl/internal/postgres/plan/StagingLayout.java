package io.cameletl.internal.postgres.plan;

import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.QualifiedName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A staging table: its name, and the columns it has besides those of the target table.
 *
 * @param table its name, quoted and qualified
 * @param position holds each record's place in the page, from 0
 * @param deleted says whether the record deletes its row
 * @param metadata the jsonb column that only staging has; null for none
 * @param since of a history: since when the record's content is valid, where it holds a value; else that is its version. Null
 *     where the table keeps no history
 */
public record StagingLayout(
        String table,
        Identifier position,
        Identifier deleted,
        @Nullable Identifier metadata,
        @Nullable Identifier since) {
    private static final int MAX_NAME_BYTES = 63;

    /**
     * A layout whose own columns collide with none of the target table's.
     *
     * @param history whether the table keeps one
     */
    public static StagingLayout of(
            String table, List<String> targetColumns, @Nullable String metadata, boolean history) {
        return new StagingLayout(
                table,
                free("etl_position", Set.copyOf(targetColumns)),
                free("etl_deleted", Set.copyOf(targetColumns)),
                metadata == null ? null : Identifier.of(metadata),
                history ? free("etl_since", Set.copyOf(targetColumns)) : null);
    }

    /** The same columns in another table. */
    StagingLayout in(String other) {
        return new StagingLayout(other, position, deleted, metadata, since);
    }

    private static Identifier free(String name, Set<String> taken) {
        String free = name;
        for (int number = 1; taken.contains(free); number++) {
            free = name + "_" + number;
        }
        return Identifier.of(free);
    }

    /**
     * The name of a staging table, unquoted. It is unique to the pipeline, the run, the table and the number within the
     * run: a stale holder never shares a table with the new one. The target table's name follows as far as 63 bytes reach.
     */
    public static String name(String pipeline, String runId, QualifiedName table, int number) {
        StringBuilder name = new StringBuilder("etl_")
                .append(hash(pipeline + '\0' + runId + '\0' + table.sql() + '\0' + number))
                .append('_');
        int bytes = name.length();
        for (int codePoint : table.name().codePoints().toArray()) {
            String character = Character.toString(codePoint);
            bytes += character.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_NAME_BYTES) {
                break;
            }
            name.append(character);
        }
        return name.toString();
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
