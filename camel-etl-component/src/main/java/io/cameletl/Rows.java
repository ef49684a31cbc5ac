package io.cameletl;

import java.util.AbstractList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Many rows of the same columns, held as arrays: what {@code List<Map<String, Object>>} says at a fraction of its
 * memory. The maps are made when asked for. Immutable as long as nobody writes to the arrays it was made of.
 */
public final class Rows extends AbstractList<Map<String, @Nullable Object>> {
    private final List<String> columns;
    private final List<@Nullable Object[]> values;

    /**
     * @param columns the columns' names, in the order of each row's values
     * @param values the rows; each array as long as {@code columns}; not copied
     */
    public Rows(List<String> columns, List<@Nullable Object[]> values) {
        this.columns = List.copyOf(columns);
        this.values = Collections.unmodifiableList(values);
    }

    /** @return the columns' names; immutable */
    public List<String> columns() {
        return columns;
    }

    /** @return the values of one row in column order; the array is the row itself and must not be written to */
    public @Nullable Object[] values(int row) {
        return values.get(row);
    }

    @Override
    public Map<String, @Nullable Object> get(int row) {
        @Nullable Object[] cells = values.get(row);
        Map<String, @Nullable Object> map = new LinkedHashMap<>(cells.length * 2);
        for (int column = 0; column < cells.length; column++) {
            map.put(columns.get(column), cells[column]);
        }
        return map;
    }

    @Override
    public int size() {
        return values.size();
    }

    @Override
    public Rows subList(int from, int to) {
        return new Rows(columns, values.subList(from, to));
    }
}
