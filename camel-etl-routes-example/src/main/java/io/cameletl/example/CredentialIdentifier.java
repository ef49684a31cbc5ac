package io.cameletl.example;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code credential_identifiers}; one with a time of deletion deletes it. */
record CredentialIdentifier(
        String id,
        String credentialId,
        String type,
        String value,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt) {}
