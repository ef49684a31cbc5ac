package io.cameletl.internal.records;

import io.cameletl.internal.values.UnsuitableValueException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads records of one kind into arrays. */
interface RecordReader {
    /** @return the columns, in the order of the arrays */
    List<String> columns();

    /** @throws UnsuitableValueException when the record is of another kind, has other columns or cannot be read */
    @Nullable
    Object[] read(@Nullable Object record) throws UnsuitableValueException;

    /** @return a reader for the records of a list, made after its first */
    static RecordReader of(@Nullable Object first) throws UnsuitableValueException {
        if (first instanceof Map<?, ?> map) {
            return MapReader.of(map);
        }
        return BeanReader.of(notNull(first).getClass());
    }

    /** @return the record, when there is one */
    static Object notNull(@Nullable Object record) throws UnsuitableValueException {
        if (record == null) {
            throw new UnsuitableValueException("the record is null; leave it out");
        }
        return record;
    }
}
