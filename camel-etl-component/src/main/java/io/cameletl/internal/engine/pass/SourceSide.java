package io.cameletl.internal.engine.pass;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The source, as far as its rows should be in the target. */
public interface SourceSide<C> extends Side {
    /** @return whether both sides order the keys alike, so that ranges of keys can be cut */
    boolean isOrdered();

    /**
     * @return the first column of the key of which the target may call two values equal that the source tells apart, so that
     *     a row may be taken for surplus that is not; null for none
     */
    @Nullable
    String doubtfulKey();

    /** @return whether the target prints the key of each row as the source does */
    boolean keepsForm();

    /** @return whether the keys of {@link #rows} are what the target would print of them */
    boolean printsAsStored();

    /** @return the keys of {@link #rows} as the source prints them */
    List<List<String>> ownKeys(KeyRange range, Slice within);

    /** @return how many rows that should be in the target have NULL in their key, so that it cannot have them */
    long keyless();

    /**
     * @param after the key before the range; null for the beginning
     * @param rows how many rows it has at most
     * @return the range that follows, with what the source has of it
     */
    NextRange next(@Nullable List<String> after, int rows);

    /**
     * A range, cut where it has enough rows.
     *
     * @param end its last key; null when it is the last range
     */
    record NextRange(Sum sum, @Nullable List<String> end) {}

    /**
     * Looks rows up by their keys, also those that need not be in the target.
     *
     * @return those that there are
     */
    List<SourceRow> look(List<List<String>> keys);

    /**
     * @param after the cursor before a page; null for the beginning
     * @param end its last row's cursor
     * @return those of the keys whose rows are in the page
     */
    Set<List<String>> inPage(@Nullable C after, C end, List<List<String>> keys);
}
