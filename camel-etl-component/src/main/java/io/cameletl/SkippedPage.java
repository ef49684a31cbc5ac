package io.cameletl;

import org.jspecify.annotations.Nullable;

/**
 * A page that was given up and that the cursor has passed. Made by camel-etl only; components may be added in minor
 * releases.
 *
 * @param id its number in the ledger; 0 before it has one
 * @param runNumber the run that gave it up
 * @param after the cursor it was to be read after; null for the first page
 * @param end the cursor of its last row
 * @param window the window it belongs to
 * @param rows how many rows it held
 * @param reason why it was given up
 */
public record SkippedPage(
        long id,
        long runNumber,
        @Nullable StoredCursor after,
        StoredCursor end,
        Window window,
        int rows,
        String reason) {}
