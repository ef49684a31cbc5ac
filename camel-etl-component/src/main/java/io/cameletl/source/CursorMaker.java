package io.cameletl.source;

import io.cameletl.EtlException;
import io.cameletl.TimestampCursor;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** Makes cursors of one type of the values in the cursor columns. Immutable. */
abstract class CursorMaker<C> {
    private final Class<C> type;

    CursorMaker(Class<C> type) {
        this.type = type;
    }

    @SuppressWarnings("unchecked") // the type was compared
    static <C> CursorMaker<C> of(String pipeline, List<String> columns, Class<C> type, ZoneId zone) {
        return type.equals(TimestampCursor.class)
                ? (CursorMaker<C>) new OfTime(pipeline, columns, zone)
                : new JsonCursorMaker<>(pipeline, columns, type, zone);
    }

    final Class<C> type() {
        return type;
    }

    /** The value of a column as the cursor has it, never null; equal where the cursors are. */
    abstract Object value(int column, Object value);

    /** @param values as {@link #value} made them */
    abstract C make(List<Object> values);

    private static final class OfTime extends CursorMaker<TimestampCursor> {
        private final String pipeline;
        private final List<String> columns;
        private final ZoneId zone;

        OfTime(String pipeline, List<String> columns, ZoneId zone) {
            super(TimestampCursor.class);
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
        Object value(int column, Object value) {
            if (column > 0) {
                return value.toString();
            }
            Instant at = Instants.of(value, zone);
            if (at == null) {
                throw new EtlException(
                        pipeline,
                        "the cursor column \"" + columns.get(0) + "\" holds a "
                                + value.getClass().getName()
                                + " that is no time: " + Instants.shortened(value)
                                + ". Name the change time first in cursorColumns");
            }
            return at;
        }

        @Override
        TimestampCursor make(List<Object> values) {
            return new TimestampCursor((Instant) values.get(0), (String) values.get(1));
        }
    }
}
