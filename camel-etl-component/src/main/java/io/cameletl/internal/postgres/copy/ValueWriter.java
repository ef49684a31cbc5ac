package io.cameletl.internal.postgres.copy;

import io.cameletl.internal.values.ColumnType;
import io.cameletl.internal.values.TextForm;
import io.cameletl.internal.values.UnsuitableValueException;
import org.jspecify.annotations.Nullable;

/** Writes single values as fields of a {@code COPY}: the quick ways for the common ones, {@link TextForm} for the rest. */
final class ValueWriter {
    private static final String NULL = "\\N";

    private ValueWriter() {}

    static void write(@Nullable Object value, ColumnType type, CopyBuffer out) throws UnsuitableValueException {
        if (value == null) {
            out.plain(NULL);
        } else if (value instanceof String text && type.kind() != ColumnType.Kind.JSONB) {
            out.text(text);
        } else if (value instanceof Long || value instanceof Integer) {
            out.number(((Number) value).longValue());
        } else {
            String text = TextForm.of(value, type);
            if (text == null) {
                out.plain(NULL);
            } else {
                out.text(text);
            }
        }
    }
}
