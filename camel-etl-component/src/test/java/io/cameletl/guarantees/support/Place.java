package io.cameletl.guarantees.support;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Where a user is read: by change time, then id. */
public record Place(Instant at, long id) implements Comparable<Place> {
    /** @param at null for the place before all users */
    public static Place of(@Nullable Object at, @Nullable Object id) {
        return at == null || id == null
                ? new Place(Instant.MIN, 0)
                : new Place((Instant) at, Long.parseLong(id.toString()));
    }

    @Override
    public int compareTo(Place other) {
        return Comparator.comparing(Place::at).thenComparing(Place::id).compare(this, other);
    }
}
