package io.cameletl.internal.jdbc.watch;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The database work of one pipeline in this process. Thread-safe.
 *
 * @param pipeline its name; empty for work of none
 * @param lease how long its lease lasts, which says how long silence is borne
 * @param stopTime how long a stop waits for what is being done
 * @param told hears of each connection that is cut, and of what cannot be told
 */
public record Work(String pipeline, Duration lease, Supplier<Duration> stopTime, Consumer<String> told) {
    private static final Duration USUAL_LEASE = Duration.ofSeconds(30);

    /** Work that belongs to no run. */
    static final WorkRun NONE = new Work("", USUAL_LEASE, () -> Duration.ofSeconds(45), text -> {}).begin(() -> false);

    /**
     * Begins a run, a replay or a single load.
     *
     * @param stopping whether it is to end; asked by another thread
     */
    public WorkRun begin(BooleanSupplier stopping) {
        return new WorkRun(this, stopping);
    }

    /** @return what is under way: first what waits for somebody's lock, then the longest; of those within others the innermost */
    public List<Seen> sections() {
        return Watch.OPEN.stream()
                .filter(section -> section.run().work().equals(this) && !section.isCovered())
                .map(Section::seen)
                .sorted(Comparator.comparing(Seen::isBlocked)
                        .thenComparing(Seen::lasted)
                        .reversed())
                .toList();
    }

    /** @return how often a section is looked at that lasts; one is not looked at before */
    Duration interval() {
        return Duration.ofMillis(between(500, lease.toMillis() / 6, 5_000));
    }

    /** @return how long a server may take to answer what is asked of it */
    Duration answerTime() {
        return Duration.ofMillis(between(2_000, interval().toMillis() * 2, 10_000));
    }

    /** @return after which time of a stop what is still being done is cancelled */
    Duration cancelAfter() {
        Duration time = stopTime.get();
        Duration half = time.dividedBy(2);
        Duration rest = time.minusSeconds(5);
        return half.compareTo(rest) < 0 ? half : rest.isNegative() ? Duration.ZERO : rest;
    }

    static long between(long least, long value, long most) {
        return Math.max(least, Math.min(value, most));
    }

    static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
