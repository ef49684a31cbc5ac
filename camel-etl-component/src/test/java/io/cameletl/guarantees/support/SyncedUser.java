package io.cameletl.guarantees.support;

import java.util.List;
import java.util.stream.Stream;

/**
 * A user of {@link Users} as the source has it, and what becomes of one with such an id.
 *
 * @param version the change time in UTC, as the server writes it
 */
public record SyncedUser(Place place, String version) {
    public long id() {
        return place.id();
    }

    public boolean isNew() {
        return id() % Users.PAGE == 0;
    }

    public boolean isGone() {
        return id() % Users.PAGE == 3;
    }

    public boolean isUnchanged() {
        return id() % Users.PAGE == 1;
    }

    public boolean isUpdated() {
        return id() % Users.PAGE == 2;
    }

    public List<String> writtenTo(List<String> refused) {
        boolean isWritten = isNew() || isGone() || isUpdated();
        return Stream.of("accounts", "emails")
                .filter(table -> isWritten && !refused.contains(table))
                .toList();
    }
}
