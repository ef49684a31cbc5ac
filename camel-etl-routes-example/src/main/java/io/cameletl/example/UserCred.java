package io.cameletl.example;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of the legacy {@code user_creds}, as it comes in its user's JSON. */
record UserCred(
        String id,
        String userId,
        String credType,
        String identifier,
        String credValue,
        boolean isActive,
        @Nullable Instant expiresAt,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt) {

    /** @param userDeletedAt a deleted user takes all of its creds along, whatever they say themselves */
    Credential credential(@Nullable Instant userDeletedAt) {
        return new Credential(
                id, userId, credType, credValue, isActive, expiresAt, createdAt, updatedAt, gone(userDeletedAt));
    }

    /** @param userDeletedAt a deleted user takes all of its creds along, whatever they say themselves */
    CredentialIdentifier identifier(@Nullable Instant userDeletedAt) {
        String type =
                switch (credType) {
                    case "password" -> "email";
                    case "oauth" -> "oauth_provider";
                    case "api_key" -> "api_key_name";
                    default -> "unknown";
                };
        return new CredentialIdentifier(
                id + "_identifier", id, type, identifier, createdAt, updatedAt, gone(userDeletedAt));
    }

    private @Nullable Instant gone(@Nullable Instant userDeletedAt) {
        return deletedAt != null ? deletedAt : userDeletedAt;
    }
}
