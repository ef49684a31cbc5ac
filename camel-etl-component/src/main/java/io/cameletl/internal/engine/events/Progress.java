package io.cameletl.internal.engine.events;

import io.cameletl.internal.engine.driver.Step;
import io.cameletl.internal.engine.page.PageReader;
import java.time.Duration;

/** How far a run, a replay or a single load has come, for others to look at. Thread-safe. */
public final class Progress implements PageReader.Steps {
    private volatile At at = new At(Phase.CLAIM, 0, 0, System.nanoTime());
    private volatile Reading reading = new Reading(Phase.EXTRACT, at.since);
    private volatile long runNumber;
    private final long began = System.nanoTime();

    /** What a run does. */
    public enum Phase {
        /** Takes the lease. */
        CLAIM,
        /** Checks what could not be checked at the start, and asks the source for its time. */
        CLOCK,
        /** Waits for rows of the source. */
        EXTRACT,
        /** Waits for the transform. */
        TRANSFORM,
        /** Stages a page, merges and commits it. */
        LOAD,
        /** Compares a range of keys with the target. */
        VERIFY,
        /** Waits before a page is tried again. */
        RETRY,
        /** Settles postponed records, is recorded, gives the lease back. */
        FINISH
    }

    private record At(Phase phase, int pages, long rows, long since) {}

    private record Reading(Phase phase, long since) {}

    /** A phase begins. */
    public synchronized void enter(Phase phase) {
        At now = at;
        at = new At(phase, now.pages, now.rows, System.nanoTime());
    }

    /** The lease was granted. */
    public void numbered(long number) {
        runNumber = number;
    }

    /** A page is committed. */
    public synchronized void committed(long pageRows) {
        At now = at;
        at = new At(now.phase, now.pages + 1, now.rows + pageRows, System.nanoTime());
    }

    @Override
    public void extracting() {
        reading = new Reading(Phase.EXTRACT, System.nanoTime());
    }

    @Override
    public void transforming() {
        reading = new Reading(Phase.TRANSFORM, System.nanoTime());
    }

    /** @return the run's number; 0 for a load outside runs, and before the lease */
    long runNumber() {
        return runNumber;
    }

    /** @return for how long it has been there */
    Duration lasted() {
        return Duration.ofNanos(Math.max(0, System.nanoTime() - began));
    }

    /** @return what it does now, and for how long */
    public Step now() {
        At now = at;
        Reading read = reading;
        boolean reads = now.phase == Phase.EXTRACT;
        long since = reads && read.since - now.since > 0 ? read.since : now.since;
        return new Step(
                (reads ? read.phase : now.phase).name(),
                Duration.ofNanos(Math.max(0, System.nanoTime() - since)),
                now.pages + 1,
                now.rows);
    }
}
