package io.cameletl.example;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code credentials}; one with a time of deletion deletes it. */
record Credential(
        String id,
        String identityId,
        String type,
        String value,
        boolean isActive,
        @Nullable Instant expiresAt,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt) {}
