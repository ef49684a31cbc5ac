package io.cameletl.internal.engine.spec;

import io.cameletl.EtlException;
import io.cameletl.KeysetCursor;
import io.cameletl.StoredCursor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody who asks for a pipeline says of it. Whoever runs or loads it declares it, and may create it. Whoever only
 * asks for its status, say, knows its name from elsewhere, and may have mistyped that; and what its cursor looks like,
 * he need not know.
 *
 * @param pipeline whether the pipeline is declared
 * @param cursorType whether the type of its cursor is
 * @param cursorColumns the columns of its cursor; empty when not said
 */
public record Declaration(boolean pipeline, boolean cursorType, List<String> cursorColumns) {
    /** The pipeline and the type of its cursor are declared. */
    public static final Declaration WHOLE = new Declaration(true, true, List.of());

    public Declaration {
        cursorColumns = List.copyOf(cursorColumns);
    }

    /**
     * Refuses a cursor that the pipeline's runs would refuse.
     *
     * @param cursors of the type that the cursor is of
     * @param stored the pipeline's cursor now; null when it has none
     */
    public <C> void checkSeek(String name, C cursor, CursorCodec<C> cursors, @Nullable StoredCursor stored) {
        boolean sameType = stored != null && stored.type().equals(cursors.type().getName());
        if (stored != null && !sameType && !cursorType) {
            throw new EtlException(
                    name,
                    "its cursor is a " + stored.type() + ", as " + stored.json() + ", and this is a "
                            + cursors.type().getName() + ". Name the cursorType on the endpoint that seeks, too");
        }
        if (!(cursor instanceof KeysetCursor sought)) {
            return;
        }
        Set<String> columns = new HashSet<>(cursorColumns);
        if (columns.isEmpty() && sameType && cursors.decode(stored) instanceof KeysetCursor before) {
            columns.addAll(before.values().keySet());
        }
        boolean known = columns.isEmpty() || sought.values().keySet().equals(columns);
        if (!known || sought.values().isEmpty() || sought.values().containsValue(null)) {
            throw new EtlException(
                    name,
                    "the cursor " + sought.values() + " must have a value for each of the cursor columns"
                            + (columns.isEmpty() ? "" : " " + columns) + ", and no others"
                            + (cursorColumns.isEmpty()
                                    ? ". Where the pipeline has other columns from now on, name cursorColumns on the"
                                            + " endpoint that seeks, too"
                                    : ""));
        }
    }
}
