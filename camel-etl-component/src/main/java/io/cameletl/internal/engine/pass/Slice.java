package io.cameletl.internal.engine.pass;

import java.util.List;

/**
 * Some of the buckets into which keys fall by their hashes.
 *
 * @param buckets how many there are in all, a power of two
 * @param chosen which of them, from 0
 */
public record Slice(int buckets, List<Integer> chosen) {
    /** All keys. */
    public static final Slice ALL = new Slice(1, List.of(0));

    public Slice {
        chosen = List.copyOf(chosen);
    }
}
