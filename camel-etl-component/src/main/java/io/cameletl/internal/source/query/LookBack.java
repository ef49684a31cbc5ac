package io.cameletl.internal.source.query;

import io.cameletl.EtlException;
import io.cameletl.KeysetCursor;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.values.Instants;
import io.cameletl.internal.values.TimeReader;
import java.sql.Types;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** Goes back in time from a query's cursor: sets its first column to just before. */
final class LookBack {
    private final QuerySpec spec;
    private final QueryColumn first;

    LookBack(QuerySpec spec, QueryColumn first) {
        this.spec = spec;
        this.first = first;
    }

    KeysetCursor from(KeysetCursor after, Instant from) {
        if (!first.isTime()) {
            throw new EtlException(
                    spec.pipeline(),
                    "lookback goes back in time, and the first of the cursorColumns, " + Identifier.of(first.name())
                            + ", is of type " + first.type() + ". Put the change time first, or leave out lookback");
        }
        // The other columns keep their values, which fit their types: what they hide is of the tick before.
        Instant before = from.minus(1, first.sqlType() == Types.DATE ? ChronoUnit.DAYS : ChronoUnit.MICROS);
        Instant at = Instants.of(String.valueOf(after.values().get(first.name())), spec.zone());
        if (at == null || !at.isAfter(before)) {
            return after;
        }
        Map<String, String> values = new LinkedHashMap<>(after.values());
        values.put(first.name(), TimeReader.of(before, spec.zone()));
        return new KeysetCursor(values);
    }
}
