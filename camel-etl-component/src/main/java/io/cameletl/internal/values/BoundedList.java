package io.cameletl.internal.values;

import java.util.AbstractList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The elements of an array that does not begin at 1, with its bounds, so that the array comes out of a transform as it went
 * in. A copy of the list is a list without bounds. Immutable.
 */
final class BoundedList extends AbstractList<@Nullable Object> {
    private final String bounds;
    private final List<@Nullable Object> elements;

    /**
     * @param bounds as the server writes them: {@code [-2:0]=}
     * @param elements immutable
     */
    BoundedList(String bounds, List<@Nullable Object> elements) {
        this.bounds = bounds;
        this.elements = elements;
    }

    String bounds() {
        return bounds;
    }

    @Override
    public @Nullable Object get(int index) {
        return elements.get(index);
    }

    @Override
    public int size() {
        return elements.size();
    }
}
