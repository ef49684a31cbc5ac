package io.cameletl.internal.engine.spec;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a pipeline that reads changes goes over all rows besides. Thread-safe. */
public interface PassSchedule {
    /** @return whether one is due that has never been; else the first is counted from when somebody first asks */
    boolean isDueAtFirst();

    /**
     * @param last when the last ended, or since when they are counted
     * @return when the next is due; null for never
     */
    @Nullable
    Instant after(Instant last);

    /**
     * Once in so long.
     *
     * @param period from the end of one until the next is due
     * @throws IllegalArgumentException when it is less than a millisecond
     */
    static PassSchedule every(Duration period) {
        if (period.toMillis() < 1) {
            throw new IllegalArgumentException("fullPassEvery must not be negative, as " + period + " is");
        }
        return new PassSchedule() {
            @Override
            public boolean isDueAtFirst() {
                return true;
            }

            @Override
            public Instant after(Instant last) {
                return last.plus(period);
            }
        };
    }
}
