package io.cameletl.guarantees;

import java.util.List;
import java.util.stream.Stream;

/**
 * A user of {@link Users} as the source has it, and what becomes of one with such an id.
 *
 * @param version the change time in UTC, as the server writes it
 */
record SyncedUser(Place place, String version) {
    long id() {
        return place.id();
    }

    boolean isNew() {
        return id() % Users.PAGE == 0;
    }

    boolean isGone() {
        return id() % Users.PAGE == 3;
    }

    List<String> writtenTo(List<String> refused) {
        boolean isWritten = isNew() || isGone() || id() % Users.PAGE == 2;
        return Stream.of("accounts", "emails")
                .filter(table -> isWritten && !refused.contains(table))
                .toList();
    }
}
