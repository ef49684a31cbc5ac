package io.cameletl.internal.engine.driver;

import org.jspecify.annotations.Nullable;

/**
 * A record that the target refused and that was set aside.
 *
 * @param id its number in the ledger; 0 before it has one
 * @param table the table it was for
 * @param key its key as a person reads it
 * @param record its columns as a JSON object; values are the texts that were to be loaded, or null
 * @param sqlState why, as SQLSTATE; null when it never reached the server
 * @param reason why, in words
 */
public record RejectedRecord(
        long id, String table, String key, String record, @Nullable String sqlState, String reason) {}
