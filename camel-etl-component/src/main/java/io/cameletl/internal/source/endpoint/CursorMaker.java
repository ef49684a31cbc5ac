package io.cameletl.internal.source.endpoint;

import io.cameletl.TimestampCursor;
import java.util.List;

/** Makes cursors of one type from the values of the cursor columns. */
interface CursorMaker<C> {
    /** @return the value of a column as the cursor has it; equal exactly where the cursors are equal */
    Object value(int column, Object value);

    /** @param values the columns' values, as {@link #value} returned them */
    C make(List<Object> values);

    @SuppressWarnings("unchecked") // the type was compared
    static <C> CursorMaker<C> of(String pipeline, List<String> columns, Class<C> type, ChangeTimes times) {
        return type.equals(TimestampCursor.class)
                ? (CursorMaker<C>) new TimestampCursorMaker(pipeline, columns, times)
                : new JsonCursorMaker<>(pipeline, columns, type);
    }
}
