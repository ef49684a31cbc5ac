package io.cameletl.internal.engine.run;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether to tell that records have waited for too long: not with each page that finds it so. Thread-safe. */
final class Overdue {
    private final Duration patience;
    private @Nullable Instant told;

    /** @param patience how long records may wait, and how long it is until it is told again */
    Overdue(Duration patience) {
        this.patience = patience;
    }

    /** @param since since when a record has waited */
    synchronized boolean isToTell(Instant since, Instant now) {
        Instant longAgo = now.minus(patience);
        boolean toTell = since.isBefore(longAgo) && (told == null || told.isBefore(longAgo));
        told = toTell ? now : told;
        return toTell;
    }
}
