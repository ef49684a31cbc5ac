package io.cameletl.example;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code identities}; one with a time of deletion deletes it. */
record Identity(
        String id,
        String username,
        String email,
        String displayName,
        String status,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt) {}
