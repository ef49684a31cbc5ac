package io.cameletl.internal.engine.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All keys between two, in the order of the source, each the texts of its columns.
 *
 * @param from the first; null for the beginning
 * @param isAfter whether it begins after that one, and not with it
 * @param to the last, which belongs to it; null for the end
 */
public record KeySpan(@Nullable List<String> from, boolean isAfter, @Nullable List<String> to) {
    public KeySpan {
        from = from == null ? null : List.copyOf(from);
        to = to == null ? null : List.copyOf(to);
    }

    /** @return what is left of it after a key */
    public KeySpan after(List<String> key) {
        return new KeySpan(key, true, to);
    }
}
