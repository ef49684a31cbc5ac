package io.cameletl.internal.source.endpoint;

import io.cameletl.EtlException;
import io.cameletl.TimestampCursor;
import io.cameletl.internal.values.Shortened;
import io.cameletl.internal.values.TimeConverter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** Makes timestamp cursors from a time column and an id column. */
final class TimestampCursorMaker implements CursorMaker<TimestampCursor> {
    private final String pipeline;
    private final List<String> columns;
    private final ZoneId zone;

    TimestampCursorMaker(String pipeline, List<String> columns, ZoneId zone) {
        if (columns.size() != 2) {
            throw new EtlException(
                    pipeline,
                    "cursorColumns=" + columns + " must name two columns, the change time and a unique id, as in"
                            + " cursorColumns=updated_at,id; or declare a cursorType of your own");
        }
        this.pipeline = pipeline;
        this.columns = columns;
        this.zone = zone;
    }

    @Override
    public Object value(int column, Object value) {
        if (column > 0) {
            return value.toString();
        }
        Instant at = TimeConverter.instant(value, zone);
        if (at == null) {
            throw new EtlException(
                    pipeline,
                    "the cursor column \"" + columns.get(0) + "\" holds a "
                            + value.getClass().getName() + " that is no time: " + Shortened.of(value)
                            + ". Name the change time first in cursorColumns");
        }
        return at;
    }

    @Override
    public TimestampCursor make(List<Object> values) {
        return new TimestampCursor((Instant) values.get(0), (String) values.get(1));
    }
}
