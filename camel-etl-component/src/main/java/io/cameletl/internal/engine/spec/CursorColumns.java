package io.cameletl.internal.engine.spec;

import io.cameletl.EtlException;
import io.cameletl.KeysetCursor;
import io.cameletl.internal.values.Shortened;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a pipeline's {@link KeysetCursor}. A cursor without a value for one of them compares with no row: runs
 * after it would read nothing, and say that nothing is left. Cursors of other types are their own business.
 *
 * @param pipeline the pipeline's name, for messages
 * @param declared the columns; empty when they are not declared
 */
record CursorColumns(String pipeline, List<String> declared) {
    CursorColumns {
        declared = List.copyOf(declared);
    }

    /** @throws EtlException when the cursor has not a value for each of the columns, or has others */
    void check(Object cursor) {
        if (cursor instanceof KeysetCursor keyset) {
            requireValues(keyset);
            require(keyset, new HashSet<>(declared), "");
        }
    }

    /**
     * Checks a cursor against the one that it takes the place of, where the columns are not declared.
     *
     * @param stored the pipeline's cursor, of the same type; null for none
     */
    void checkFollows(Object cursor, @Nullable Object stored) {
        if (declared.isEmpty() && cursor instanceof KeysetCursor next && stored instanceof KeysetCursor before) {
            require(
                    next,
                    before.values().keySet(),
                    ". Where the pipeline has other columns from now on, name cursorColumns on this endpoint, too");
        }
    }

    /** @return the value of the first column, as far as that is known; null when there is none */
    @Nullable
    String first(KeysetCursor cursor) {
        Map<String, String> values = cursor.values();
        return declared.isEmpty() ? values.values().stream().findFirst().orElse(null) : values.get(declared.get(0));
    }

    private void require(KeysetCursor cursor, Set<String> columns, String otherwise) {
        if (!columns.isEmpty() && !cursor.values().keySet().equals(columns)) {
            throw refused(cursor, " " + columns, otherwise);
        }
    }

    /** @throws EtlException when a value of a KeysetCursor is null, or it has none */
    @SuppressWarnings("NullAway") // JSON may say null whatever the types say
    void requireValues(Object cursor) {
        if (cursor instanceof KeysetCursor keyset
                && (keyset.values().isEmpty() || keyset.values().containsValue(null))) {
            throw refused(keyset, declared.isEmpty() ? "" : " " + declared, "");
        }
    }

    private EtlException refused(KeysetCursor cursor, String columns, String otherwise) {
        return new EtlException(
                pipeline,
                "the cursor " + Shortened.of(cursor.values()) + " must have a value for each of the cursor columns"
                        + columns + ", and no others" + otherwise);
    }
}
