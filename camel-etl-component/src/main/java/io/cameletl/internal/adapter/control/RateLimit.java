package io.cameletl.internal.adapter.control;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** Lets something happen so often in any minute. Thread-safe. */
final class RateLimit {
    /** Of each pipeline, in each process: far more than a person does. */
    static final int USUAL = 60;

    private static final long MINUTE = 60_000_000_000L;

    private final int perMinute;
    private final LongSupplier nanos;
    private final Deque<Long> before = new ArrayDeque<>();

    /** @param nanos a clock that never goes back */
    RateLimit(int perMinute, LongSupplier nanos) {
        this.perMinute = perMinute;
        this.nanos = nanos;
    }

    static RateLimit usual() {
        return new RateLimit(USUAL, System::nanoTime);
    }

    /** @return whether it may happen now; it counts then */
    synchronized boolean allows() {
        long now = nanos.getAsLong();
        while (!before.isEmpty() && now - before.getFirst() >= MINUTE) {
            before.removeFirst();
        }
        if (before.size() >= perMinute) {
            return false;
        }
        before.addLast(now);
        return true;
    }
}
