package io.cameletl.internal.engine.pass;

import java.util.List;

/**
 * One row of one side.
 *
 * @param key the texts of its key's columns
 * @param hash the hash of its image
 */
public record KeyedHash(List<String> key, long hash) {
    public KeyedHash {
        key = List.copyOf(key);
    }
}
