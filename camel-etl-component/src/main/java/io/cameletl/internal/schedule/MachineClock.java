package io.cameletl.internal.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** The machine's clock, compared with one that nobody sets. Used by one thread. */
final class MachineClock {
    /** A clock that is adjusted slowly is not set. */
    private static final Duration LEAST = Duration.ofSeconds(1);

    private final InstantSource wall;
    private final LongSupplier nanos;
    private Instant lastWall;
    private long lastNanos;

    MachineClock(InstantSource wall, LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
        this.lastWall = wall.instant();
        this.lastNanos = nanos.getAsLong();
    }

    Instant now() {
        return wall.instant();
    }

    /** @return how far it was set since this was asked last, negative for back; zero where it was not */
    Duration jump() {
        Instant nowWall = wall.instant();
        long nowNanos = nanos.getAsLong();
        Duration jump = Duration.between(lastWall, nowWall).minusNanos(nowNanos - lastNanos);
        lastWall = nowWall;
        lastNanos = nowNanos;
        return jump.abs().compareTo(LEAST) < 0 ? Duration.ZERO : jump;
    }
}
