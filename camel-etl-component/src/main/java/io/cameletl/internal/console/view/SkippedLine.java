package io.cameletl.internal.console.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A page that was given up.
 *
 * @param id in the ledger
 * @param run that gave it up
 * @param after the cursor before it, as JSON; null for the start
 * @param end the cursor of its last row, as JSON
 * @param rows how many it held
 * @param reason why
 * @param at when
 */
public record SkippedLine(
        long id, long run, @Nullable String after, String end, long rows, String reason, Instant at) {}
