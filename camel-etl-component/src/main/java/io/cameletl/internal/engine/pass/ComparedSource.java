package io.cameletl.internal.engine.pass;

import io.cameletl.internal.engine.spec.KeySpan;
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

    /**
     * Reads rows by their keys, as its pages have them.
     *
     * @param scope what is read of the source
     * @param columns the key's columns, as the source names them
     * @param keys the texts of their values, each key once
     * @return the rows, in the cursor's order; a key may have none or several
     * @throws io.cameletl.EtlException when it has no such column, a text is no value of one, or it cannot be asked
     */
    List<?> rows(Scope<C> scope, List<String> columns, List<List<String>> keys);

    /**
     * Reads keys, in the order in which the source compares them.
     *
     * @param scope what is read of the source
     * @param columns the key's columns, as the source names them
     * @param span between which keys
     * @param most how many keys at most
     * @return the keys, each once, of rows that have no NULL in them
     * @throws io.cameletl.EtlException when the span ends before it begins, when there is no such column, a text is no value of
     *     one, or it cannot be asked
     */
    List<List<String>> keys(Scope<C> scope, List<String> columns, KeySpan span, int most);

    /** Opens a side of a comparison. */
    SourceSide<C> compared(ComparedTable table, Scope<C> scope);
}
