package io.cameletl.internal.records;

import io.cameletl.internal.values.UnsuitableValueException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads Java records and beans. They may be of several classes, as subclasses are, as long as the columns agree. */
final class BeanReader implements RecordReader {
    private final BeanShape first;
    private BeanShape current;

    BeanReader(BeanShape first) {
        this.first = first;
        this.current = first;
    }

    @Override
    public List<String> columns() {
        return first.columns();
    }

    @Override
    public @Nullable Object[] read(@Nullable Object record) throws UnsuitableValueException {
        Class<?> type = RecordReader.notNull(record).getClass();
        if (type != current.type()) {
            current = BeanShape.of(type).inOrderOf(first);
        }
        return current.read(RecordReader.notNull(record));
    }
}
