package io.cameletl.internal.engine.spec;

import io.cameletl.internal.outlet.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which of a source's rows are read again: those of a span of change times, or those of some keys, or of all keys between two.
 *
 * @param from the first change time; null for the beginning
 * @param before the end of the change times, exclusive; null for all that the pipeline has read
 * @param columns the key's columns in the source's rows; empty when it is a span of times
 * @param keys the texts of the keys' columns, each key once; empty when it is no such list
 * @param span the first and the last key; null when it is no such range
 */
public record ReloadRange(
        @Nullable Instant from,
        @Nullable Instant before,
        List<String> columns,
        List<List<String>> keys,
        @Nullable KeySpan span) {
    /** So many keys are written down with what was done by hand. */
    private static final int SHOWN = 10;

    /** @throws IllegalArgumentException when it is no range, or two */
    public ReloadRange {
        columns = List.copyOf(columns);
        keys = keys.stream().distinct().map(List::copyOf).toList();
        boolean times = from != null || before != null;
        int kinds = (times ? 1 : 0) + (keys.isEmpty() ? 0 : 1) + (span == null ? 0 : 1);
        if (kinds != 1) {
            throw new IllegalArgumentException(
                    "operation=reload needs a range: change times in the headers CamelEtlFromAt"
                            + " and CamelEtlBeforeAt, of which one may be left out; or keys in CamelEtlKeys; or the first"
                            + " and the last key in CamelEtlFromKey and CamelEtlToKey, of which one may be left out."
                            + " Give one of these three");
        }
        if (from != null && before != null && !from.isBefore(before)) {
            throw new IllegalArgumentException(
                    "operation=reload needs a range that begins before it ends: CamelEtlFromAt=" + from
                            + " is not before CamelEtlBeforeAt=" + before);
        }
    }

    /** A span of change times. */
    public static ReloadRange times(@Nullable Instant from, @Nullable Instant before) {
        return new ReloadRange(from, before, List.of(), List.of(), null);
    }

    /** @return whether it goes by keys, and not by change times */
    public boolean isKeyed() {
        return !columns.isEmpty();
    }

    /** @return what is read again, as it is written down */
    public Map<String, String> details() {
        Map<String, String> details = new TreeMap<>();
        if (from != null) {
            details.put("from", from.toString());
        }
        if (before != null) {
            details.put("before", before.toString());
        }
        if (!keys.isEmpty()) {
            String some = keys.stream().limit(SHOWN).map(this::shown).collect(Collectors.joining("; "));
            details.put("keys", keys.size() <= SHOWN ? some : some + " and " + (keys.size() - SHOWN) + " more");
        }
        if (span != null && span.from() != null) {
            details.put("fromKey", shown(span.from()));
        }
        if (span != null && span.to() != null) {
            details.put("toKey", shown(span.to()));
        }
        return details;
    }

    private String shown(List<String> key) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> columns.get(i) + "=" + Value.of(key.get(i)))
                .collect(Collectors.joining(", "));
    }
}
