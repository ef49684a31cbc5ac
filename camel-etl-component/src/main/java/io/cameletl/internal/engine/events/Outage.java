package io.cameletl.internal.engine.events;

import io.cameletl.RunOutcome;
import java.time.Duration;
import java.util.function.LongSupplier;

/** How long a pipeline's runs have failed or stood still, and how often. Thread-safe. */
final class Outage {
    private final LongSupplier nanos;
    private boolean isOn;
    private long since;
    private int failures;

    /**
     * @param failures how many runs failed
     * @param lasted since the first of them, or since a run stood still
     */
    record Past(int failures, Duration lasted) {}

    Outage(LongSupplier nanos) {
        this.nanos = nanos;
    }

    synchronized void failed() {
        begin(Duration.ZERO);
        failures++;
    }

    /** @param lasted for how long already */
    synchronized void stalled(Duration lasted) {
        begin(lasted);
    }

    private void begin(Duration lasted) {
        if (!isOn) {
            isOn = true;
            since = nanos.getAsLong() - lasted.toNanos();
        }
    }

    /** @return whether such a run shows that things are well again */
    boolean isEndedBy(RunOutcome outcome) {
        return outcome == RunOutcome.DRAINED || outcome == RunOutcome.PAGE_LIMIT;
    }

    /** @return what it was, if there was one */
    synchronized Past end() {
        Past past = new Past(failures, isOn ? Duration.ofNanos(nanos.getAsLong() - since) : Duration.ZERO);
        isOn = false;
        failures = 0;
        return past;
    }
}
