package io.cameletl.internal.engine.pass;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the source.
 *
 * @param asked the key by which it was looked up
 * @param place where it stands
 * @param values its texts, as a page has them, in the order of the compared columns
 */
public record SourceRow(List<String> asked, Place place, List<@Nullable String> values) {
    public SourceRow {
        asked = List.copyOf(asked);
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    /** @return the texts of its key, as the source prints them */
    public List<String> key(ComparedTable table) {
        return table.keyPlaces().stream()
                .map(place -> String.valueOf(values.get(place)))
                .toList();
    }

    /** Whether the target should have it. */
    public enum Place {
        /** It should. */
        DUE,
        /** It should not have it any more: the row says that it is gone. */
        DELETED,
        /** It need not have it yet, or ever: the row is out of what the pipeline has drained. */
        OUTSIDE
    }
}
