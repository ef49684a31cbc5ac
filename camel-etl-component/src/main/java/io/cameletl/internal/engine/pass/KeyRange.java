package io.cameletl.internal.engine.pass;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A range of keys, each bound the texts of the key's columns.
 *
 * @param after the key before the first; null for the beginning
 * @param upTo the last key; null for the end
 */
public record KeyRange(@Nullable List<String> after, @Nullable List<String> upTo) {
    /** All keys. */
    public static final KeyRange ALL = new KeyRange(null, null);

    public KeyRange {
        after = after == null ? null : List.copyOf(after);
        upTo = upTo == null ? null : List.copyOf(upTo);
    }
}
