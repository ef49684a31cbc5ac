package io.cameletl.internal.source.endpoint;

import io.cameletl.TimestampCursor;
import java.time.ZoneId;
import java.util.List;

/** Makes cursors of one type of the values in the cursor columns. */
interface CursorMaker<C> {
    /** The value of a column as the cursor has it, never null; equal where the cursors are. */
    Object value(int column, Object value);

    /** @param values as {@link #value} made them */
    C make(List<Object> values);

    @SuppressWarnings("unchecked") // the type was compared
    static <C> CursorMaker<C> of(String pipeline, List<String> columns, Class<C> type, ZoneId zone) {
        return type.equals(TimestampCursor.class)
                ? (CursorMaker<C>) new TimestampCursorMaker(pipeline, columns, zone)
                : new JsonCursorMaker<>(pipeline, columns, type, zone);
    }
}
