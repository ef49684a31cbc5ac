package io.cameletl.internal.engine.events;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long ago a pipeline was verified. Other processes verify it, too, so the store is asked before it counts as overdue,
 * and again now and then while it does. Between the moments at which that is known, the time that passes is added, by a clock
 * that nobody sets. Thread-safe.
 */
final class VerificationAge {
    private static final Duration ASKED_AGAIN = Duration.ofMinutes(1);

    private final Duration limit;
    private final LongSupplier nanos;
    private @Nullable Duration known;
    private long knownAt;
    private boolean overdue;
    private boolean told;

    /**
     * @param limit zero for none
     * @param nanos tells how much time has passed
     */
    VerificationAge(Duration limit, LongSupplier nanos) {
        this.limit = limit;
        this.nanos = nanos;
    }

    /** @param age by what is known to this process; null for nothing */
    synchronized void heard(@Nullable Duration age) {
        known = age;
        knownAt = nanos.getAsLong();
        if (age != null && !isOver(age)) {
            overdue = false;
            told = false;
        }
    }

    /** @param age by what the store says; null when it knows nothing of the pipeline */
    synchronized void asked(@Nullable Duration age) {
        heard(age);
        overdue = age != null && isOver(age);
    }

    /** @return whether the store is to be asked */
    synchronized boolean isToBeAsked() {
        Duration last = known;
        if (limit.isZero() || last == null) {
            return !limit.isZero();
        }
        Duration since = Duration.ofNanos(nanos.getAsLong() - knownAt);
        return overdue ? since.compareTo(ASKED_AGAIN) >= 0 : isOver(last.plus(since));
    }

    /** @return whether it is older than it may be, as the store has said */
    synchronized boolean isOverdue() {
        return overdue;
    }

    /** @return whether somebody is to be told, once each time that it becomes overdue */
    synchronized boolean isToBeTold() {
        boolean news = overdue && !told;
        told |= news;
        return news;
    }

    private boolean isOver(Duration age) {
        return !limit.isZero() && age.compareTo(limit) > 0;
    }
}
