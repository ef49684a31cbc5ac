package io.cameletl.internal.adapter.control;

import java.util.Locale;

/** What somebody may do; each role may do what those before it may. */
public enum Role {
    NONE,
    /** See state, counts and lag; no value of a record. */
    VIEW,
    /** Pause, resume, run, stop, close the breaker. */
    OPERATE,
    /** Replay, and see values: cursors, keys, the texts of errors. */
    REPAIR;

    /** @return whether it may do what the other may */
    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    /** @return as messages name it */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
