package io.cameletl.example;

import io.cameletl.PipelineListener;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Knows up to which change time each pipeline has brought everything to the target. Thread-safe. */
final class Coverage implements PipelineListener {
    private final Map<String, Instant> windowEnds = new HashMap<>();
    private final Map<String, Instant> covered = new HashMap<>();

    @Override
    public synchronized void runStarted(RunStart start) {
        windowEnds.put(start.pipeline(), start.window().beforeAt());
    }

    @Override
    public synchronized void runEnded(RunEnd end) {
        RunReport run = end.run();
        Instant windowEnd = windowEnds.get(run.pipeline());
        if (run.outcome() == RunOutcome.DRAINED && windowEnd != null) {
            covered.put(run.pipeline(), windowEnd);
            notifyAll();
        }
    }

    /**
     * @param upTo a time by the source's clock
     * @return whether the target holds every change until then; false when the time ran out
     */
    synchronized boolean await(Collection<String> pipelines, Instant upTo, Duration patience)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!pipelines.stream().allMatch(pipeline -> isCovered(pipeline, upTo))) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    private boolean isCovered(String pipeline, Instant upTo) {
        Instant end = covered.get(pipeline);
        return end != null && end.isAfter(upTo);
    }
}
