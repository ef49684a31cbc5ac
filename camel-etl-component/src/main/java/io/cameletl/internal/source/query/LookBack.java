package io.cameletl.internal.source.query;

import io.cameletl.EtlException;
import io.cameletl.KeysetCursor;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.source.query.shape.QueryShape;
import io.cameletl.internal.source.query.text.QuerySpec;
import io.cameletl.internal.values.TimeConverter;
import io.cameletl.internal.values.TimeWriter;
import java.sql.Types;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** A cursor that goes back in time, so that rows are read again. */
record LookBack(QuerySpec spec, QueryShape shape) {
    /**
     * @param after the cursor to go back from
     * @param from how far
     * @throws EtlException when the first cursor column is no time
     */
    KeysetCursor from(KeysetCursor after, Instant from) {
        QueryShape.Column first = shape.cursor().get(0).column();
        if (!first.isTime()) {
            throw new EtlException(
                    spec.pipeline(),
                    "lookback goes back in time, and the first of the cursorColumns, " + Identifier.of(first.name())
                            + ", is of type " + first.type() + ". Put the change time first, or leave out lookback");
        }
        // The cursor keeps its other values, which fit their types. They hide only rows of the microsecond or day
        // before.
        Instant before = from.minus(1, first.sqlType() == Types.DATE ? ChronoUnit.DAYS : ChronoUnit.MICROS);
        Instant at = TimeConverter.instant(String.valueOf(after.values().get(first.name())), spec.zone());
        if (at == null || !at.isAfter(before)) {
            return after;
        }
        Map<String, String> values = new LinkedHashMap<>(after.values());
        values.put(first.name(), TimeWriter.inZone(before, spec.zone()));
        return new KeysetCursor(values);
    }
}
