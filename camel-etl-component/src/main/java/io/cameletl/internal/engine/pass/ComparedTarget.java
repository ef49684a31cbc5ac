package io.cameletl.internal.engine.pass;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table that can be compared with a source's rows. */
public interface ComparedTarget {
    /**
     * @param columns the columns of the source's rows
     * @param where which of its rows are compared, as a condition of its database; null for all
     * @return what of the table is compared
     * @throws io.cameletl.EtlException when it cannot be, or the database cannot be asked
     */
    ComparedTable describe(List<String> columns, @Nullable String where);

    /** Opens a side of a comparison. */
    TargetSide open(ComparedTable table);
}
