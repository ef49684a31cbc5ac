package io.cameletl.internal.engine;

import io.cameletl.EtlException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a pipeline's source before its first page is read.
 *
 * @param <C> the cursor's type
 */
@FunctionalInterface
public interface SourceCheck<C> {
    /**
     * @param seed the cursor after which a new pipeline starts; null for none
     * @return the columns of the records, where the rows are the records of the only table and their columns are known;
     *     null where they are not
     * @throws EtlException naming what cannot work and what to do; also when the source cannot be asked
     */
    @Nullable
    List<String> check(@Nullable C seed);

    /** @return the database and table whose columns are the cursor's, as the last check found; null where not known */
    default @Nullable String origin() {
        return null;
    }

    /** @return the statement that reads the first page, as of the last check; null where not known */
    default @Nullable String statement() {
        return null;
    }

    /**
     * Looks whether the source could go on after a cursor, before it is stored.
     *
     * @throws EtlException when not; also when the source cannot be asked
     */
    default void checkCursor(C cursor) {}
}
