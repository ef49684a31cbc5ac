package io.cameletl.internal.source.endpoint;

import io.cameletl.EtlException;
import io.cameletl.TimestampCursor;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** Makes timestamp cursors from a time column and an id column. */
final class TimestampCursorMaker implements CursorMaker<TimestampCursor> {
    private final String pipeline;
    private final List<String> columns;
    private final ChangeTimes times;

    TimestampCursorMaker(String pipeline, List<String> columns, ChangeTimes times) {
        if (columns.size() != 2) {
            throw new EtlException(
                    pipeline,
                    "cursorColumns=" + columns + " must name two columns, the change time and a unique id, as in"
                            + " cursorColumns=updated_at,id; or declare a cursorType of your own");
        }
        this.pipeline = pipeline;
        this.columns = columns;
        this.times = times;
    }

    @Override
    public Object value(int column, Object value) {
        return column == 0 ? times.read(columns.get(0), value) : id(value);
    }

    private String id(Object value) {
        if (value.getClass().isArray()) {
            throw new EtlException(
                    pipeline,
                    "the cursor column \"" + columns.get(1) + "\" holds a "
                            + value.getClass().getSimpleName()
                            + ", which no text of a cursor says. Select it as text, as in HEX(" + columns.get(1)
                            + "), and compare that");
        }
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }

    @Override
    public TimestampCursor make(List<Object> values) {
        return new TimestampCursor((Instant) values.get(0), (String) values.get(1));
    }
}
