package io.cameletl.internal.postgres.page;

import io.cameletl.internal.engine.driver.LoadTimes;
import java.time.Duration;

/** Measures one page's load, whose steps end one after another. Used by one thread. */
final class LoadClock {
    private long started = System.nanoTime();
    private long staged = started;
    private long merged = started;
    private long bytes;

    void sent(int count) {
        bytes += count;
    }

    void staged() {
        staged = System.nanoTime();
    }

    /** @return how long ago the last step ended */
    Duration sinceLast() {
        return Duration.ofNanos(System.nanoTime() - last());
    }

    /** Goes on after a pause since the last step. */
    void goOn() {
        long pause = System.nanoTime() - last();
        started += pause;
        staged += pause;
        merged += pause;
    }

    private long last() {
        return merged - staged > 0 ? merged : staged;
    }

    void merged() {
        merged = System.nanoTime();
    }

    /** @return what it took up to the commit, whose end nobody may ever hear of */
    LoadTimes uncommitted() {
        return times(merged);
    }

    LoadTimes committed() {
        return times(System.nanoTime());
    }

    private LoadTimes times(long committed) {
        return new LoadTimes(
                bytes,
                Duration.ofNanos(staged - started),
                Duration.ofNanos(merged - staged),
                Duration.ofNanos(committed - merged));
    }
}
