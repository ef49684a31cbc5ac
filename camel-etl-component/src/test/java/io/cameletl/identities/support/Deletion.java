package io.cameletl.identities.support;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a record says that its row is gone, and who deletes the row for that. */
public enum Deletion {
    /** A column of its own, {@code deletedColumn}, for the generated merge. */
    GENERATED,
    /** As the Go original does: a metadata column in staging, for SQL written by hand. */
    BY_HAND;

    public static final String MERGE = "classpath:io/cameletl/identities/merge.sql";

    public void mark(Map<String, @Nullable Object> entry, @Nullable Instant deletedAt) {
        if (this == GENERATED) {
            entry.put("deleted_at", deletedAt);
        } else {
            entry.put("_metadata", deletedAt == null ? Map.of() : Map.of("deleted_at", deletedAt.toString()));
        }
    }
}
