package io.cameletl.postgres.copy;

import org.jspecify.annotations.Nullable;

/** Writes single values. Used by one thread. */
final class ValueWriter {
    void write(@Nullable Object value, ColumnType type, CopyBuffer out) throws UnsuitableValueException {
        if (value == null) {
            out.plain("\\N");
        } else if (value instanceof String text) {
            out.text(text);
        } else {
            out.text(value.toString());
        }
    }
}
