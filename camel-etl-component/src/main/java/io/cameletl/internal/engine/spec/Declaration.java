package io.cameletl.internal.engine.spec;

import io.cameletl.EtlException;
import io.cameletl.StoredCursor;
import io.cameletl.internal.outlet.Value;
import org.jspecify.annotations.Nullable;

/**
 * What somebody who asks for a pipeline says of it. Whoever runs or loads it declares it, and may create it. Whoever only
 * asks for its status, say, knows its name from elsewhere, and may have mistyped that; and what its cursor looks like,
 * he need not know.
 *
 * @param pipeline whether the pipeline is declared
 * @param cursorType whether the type of its cursor is
 * @param context the name of the part of the process that runs it, for those who see its lease
 */
public record Declaration(boolean pipeline, boolean cursorType, String context) {
    /** The pipeline and the type of its cursor are declared. */
    public static final Declaration WHOLE = new Declaration(true, true, "java");

    /**
     * Refuses a cursor of a type that the pipeline's runs would refuse.
     *
     * @param cursors of the type that the cursor is of
     * @param stored the pipeline's cursor now; null when it has none
     */
    public void checkSeek(String name, CursorCodec<?> cursors, @Nullable StoredCursor stored) {
        boolean sameType = stored != null && stored.type().equals(cursors.type().getName());
        if (stored != null && !sameType && !cursorType) {
            throw new EtlException(
                    name,
                    "its cursor is a " + stored.type() + ", as " + Value.of(stored.json()) + ", and this is a "
                            + cursors.type().getName() + ". Name the cursorType on the endpoint that seeks, too");
        }
    }
}
