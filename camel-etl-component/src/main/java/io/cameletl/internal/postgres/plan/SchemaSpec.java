package io.cameletl.internal.postgres.plan;

import io.cameletl.EtlException;
import io.cameletl.SchemaChanges;
import io.cameletl.internal.engine.spec.SourceColumns;
import io.cameletl.internal.engine.spec.SourceColumns.Shape;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of tables and columns that the target lacks.
 *
 * @param changes what becomes of columns
 * @param createsTables whether tables are made
 * @param source tells the types of the records' columns
 */
public record SchemaSpec(SchemaChanges changes, boolean createsTables, SourceColumns source) {
    /** Nothing is made, and the source's types are not known. */
    public static final SchemaSpec NONE = new SchemaSpec(SchemaChanges.FAIL, false, SourceColumns.UNKNOWN);

    /** @return whether a page may change the target's tables */
    public boolean makes() {
        return createsTables || changes == SchemaChanges.ADD_COLUMNS;
    }

    /** @return the source's columns, for what is only told; null where they are not known, or cannot be asked for now */
    public @Nullable Shape told() {
        try {
            return source.columns();
        } catch (EtlException e) {
            return null;
        }
    }

    /** @return whether records may have columns that their table lacks, and go on without */
    boolean leavesOut() {
        return changes != SchemaChanges.FAIL;
    }
}
