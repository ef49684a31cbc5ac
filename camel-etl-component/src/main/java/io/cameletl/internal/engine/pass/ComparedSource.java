package io.cameletl.internal.engine.pass;

import java.util.List;

/** A source whose rows can be compared with a table. */
public interface ComparedSource<C> {
    /** @return whether its rows can be compared; one that stands before another cannot when that cannot */
    default boolean isComparable() {
        return true;
    }

    /**
     * @return the columns of its rows
     * @throws io.cameletl.EtlException when its rows cannot be compared, or it cannot be asked
     */
    List<String> comparedColumns();

    /** @return what its rows are, so that another source is told from it */
    String comparedText();

    /** Opens a side of a comparison. */
    SourceSide<C> compared(ComparedTable table, Scope<C> scope);
}
