package io.cameletl.internal.observe.vitals;

import java.time.Instant;

/**
 * The last comparison of source and target that this process knows of.
 *
 * @param at when it ended, by this process's clock
 * @param differences rows that differed
 * @param repaired whether what was found has been repaired
 */
public record Verified(Instant at, long differences, boolean repaired) {}
