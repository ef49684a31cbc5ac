package io.cameletl.internal.engine.pass;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The target's rows. */
public interface TargetSide extends Side {
    /** @return of each of the rows, in their order, how the target's row of its key differs */
    List<Found> compare(List<SourceRow> rows);

    /**
     * What the target has of a source row.
     *
     * @param key the key of its row, by which that says it; null when it has none
     * @param columns the columns in which they differ
     */
    record Found(@Nullable List<String> key, List<String> columns) {
        public Found {
            columns = List.copyOf(columns);
        }
    }

    /** @return the rows of these keys, to be deleted with a page */
    Removal removal(List<List<String>> keys);

    /** @return the rows of these keys, to be marked as gone with a page */
    Removal marking(List<List<String>> keys);

    /** @return whether rows can be marked as gone */
    boolean canMark();

    /** @return those of the keys that are there, of the rows that are compared */
    Set<List<String>> present(List<List<String>> keys);

    /** @return whether a page failed since another row has a unique value of it, and may give that free */
    boolean isTaken(Throwable failure);
}
