package io.cameletl.internal.source.database;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * The wall times that a zone's clocks show twice, in most zones an hour in autumn. Rows of such times are in the order of
 * what their clocks showed, not in that of their changes: a row of the second 1:05 sorts before one of the first 1:59. So
 * they are read together, once the second time is over.
 */
final class RepeatedTimes {
    private RepeatedTimes() {}

    /** @return the end; the start of the times that are repeated, when the end is among them */
    static Instant before(Instant end, ZoneId zone) {
        ZoneRules rules = zone.getRules();
        Instant lowered = before(end, rules.previousTransition(end.plusNanos(1)));
        return lowered.equals(end) ? before(end, rules.nextTransition(end)) : lowered;
    }

    private static Instant before(Instant end, @Nullable ZoneOffsetTransition change) {
        if (change == null || !change.isOverlap()) {
            return end;
        }
        // The duration of an overlap is negative.
        Instant first = change.getInstant().plus(change.getDuration());
        Instant over = change.getInstant().minus(change.getDuration());
        return end.isAfter(first) && end.isBefore(over) ? first : end;
    }
}
