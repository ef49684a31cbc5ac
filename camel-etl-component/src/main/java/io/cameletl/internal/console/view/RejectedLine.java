package io.cameletl.internal.console.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record that the target refused, or that waits.
 *
 * @param id in the ledger
 * @param run that read it; 0 for none
 * @param table it was for
 * @param key as a person reads it
 * @param sqlState why; null when it never reached the server
 * @param reason why, in words
 * @param at when
 * @param waitsFor the table of the row that it waits for, where another pipeline brings it; else null
 * @param record its beginning, as JSON text; null unless records are shown
 * @param recordSize how many bytes it takes in the ledger, as it is stored
 */
public record RejectedLine(
        long id,
        long run,
        String table,
        String key,
        @Nullable String sqlState,
        String reason,
        Instant at,
        @Nullable String waitsFor,
        @Nullable String record,
        long recordSize) {}
