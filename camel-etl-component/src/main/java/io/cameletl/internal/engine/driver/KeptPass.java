package io.cameletl.internal.engine.driver;

import io.cameletl.internal.engine.pass.Findings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pass over a table, as the store keeps it.
 *
 * @param id its number
 * @param startedAt when it began, by the store's clock
 * @param took how long it has taken so far
 * @param upTo the last key that was compared; null before the first range, and once it is done
 * @param found what it has found so far
 * @param allowed how many surplus rows it may still delete; null when it only compares
 */
public record KeptPass(
        long id,
        Instant startedAt,
        Duration took,
        @Nullable List<String> upTo,
        Findings found,
        @Nullable Long allowed) {
    public KeptPass {
        upTo = upTo == null ? null : List.copyOf(upTo);
    }

    /** The same, so much further. */
    public KeptPass at(Duration nowTook, @Nullable List<String> nowUpTo, Findings nowFound) {
        return new KeptPass(id, startedAt, nowTook, nowUpTo, nowFound, allowed);
    }

    /** The same, where so many rows may still be deleted. */
    public KeptPass allowing(@Nullable Long still) {
        return new KeptPass(id, startedAt, took, upTo, found, still);
    }
}
