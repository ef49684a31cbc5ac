package io.cameletl.internal.records;

import io.cameletl.internal.values.Shortened;
import io.cameletl.internal.values.UnsuitableValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads maps. All must have the keys of the first: a missing key does not mean NULL, since it may be a typing error. */
final class MapReader implements RecordReader {
    private final List<String> columns;

    MapReader(List<String> columns) {
        this.columns = List.copyOf(columns);
    }

    static MapReader of(Map<?, ?> first) throws UnsuitableValueException {
        List<String> columns = new ArrayList<>(first.size());
        for (Object key : first.keySet()) {
            if (!(key instanceof String column)) {
                throw new UnsuitableValueException(
                        "the key " + Shortened.of(key) + " is no String; a record's keys are column names");
            }
            columns.add(column);
        }
        return new MapReader(columns);
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public @Nullable Object[] read(@Nullable Object record) throws UnsuitableValueException {
        if (!(RecordReader.notNull(record) instanceof Map<?, ?> map)) {
            throw new UnsuitableValueException("the record is a "
                    + RecordReader.notNull(record).getClass().getName()
                    + ", the records before it are maps; a table's records are all of one kind");
        }
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            String column = columns.get(i);
            values[i] = map.get(column);
            if (values[i] == null && !map.containsKey(column)) {
                throw new UnsuitableValueException("the record lacks the column " + column
                        + ", which the first record has; put null where there is no value");
            }
        }
        if (map.size() != values.length) {
            throw new UnsuitableValueException("the record has the column " + extra(map)
                    + ", which the first record lacks; put null there where there is no value");
        }
        return values;
    }

    private String extra(Map<?, ?> map) {
        return map.keySet().stream()
                .map(String::valueOf)
                .filter(key -> !columns.contains(key))
                .findFirst()
                .orElse("null");
    }
}
