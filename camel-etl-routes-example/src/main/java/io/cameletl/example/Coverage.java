package io.cameletl.example;

import io.cameletl.PipelineListener;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Knows up to which change time each pipeline has brought everything to the target. Thread-safe. */
final class Coverage implements PipelineListener {
    private final Map<String, Instant> windowEnds = new HashMap<>();
    private final Map<String, Instant> covered = new HashMap<>();

    @Override
    public synchronized void runStarted(String pipeline, long runNumber, Window window) {
        windowEnds.put(pipeline, window.beforeAt());
    }

    @Override
    public synchronized void runEnded(RunReport run, @Nullable Exception failure) {
        Instant end = windowEnds.get(run.pipeline());
        if (run.outcome() == RunOutcome.DRAINED && end != null) {
            covered.put(run.pipeline(), end);
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
