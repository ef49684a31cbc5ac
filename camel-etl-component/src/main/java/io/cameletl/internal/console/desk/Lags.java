package io.cameletl.internal.console.desk;

import io.cameletl.internal.console.state.StateLine;
import io.cameletl.internal.console.view.PipelineView.LagSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How far behind pipelines were whenever somebody looked: at most one sample in ten seconds, and the last six hours of it
 * where somebody always does, or less where there are very many pipelines. Thread-safe.
 */
final class Lags {
    private static final Duration STEP = Duration.ofSeconds(10);
    private static final int SAMPLES = 2_160;
    private static final int FEWEST = 60;

    /** Of all pipelines together; each has as many as the others. */
    private static final int ALL_SAMPLES = 200_000;

    private static final int PIPELINES = 1_000;

    private final Map<String, Deque<LagSample>> byPipeline = new HashMap<>();
    private Instant last = Instant.EPOCH;

    /** Remembers what the lines say, unless that was done just now. */
    synchronized void see(Instant readAt, List<StateLine> lines) {
        // a clock that was set back does not keep it from seeing
        if (Duration.between(last, readAt).abs().compareTo(STEP) < 0) {
            return;
        }
        last = readAt;
        byPipeline.keySet().retainAll(lines.stream().map(StateLine::name).collect(Collectors.toSet()));
        int most = Math.max(FEWEST, Math.min(SAMPLES, ALL_SAMPLES / Math.max(1, lines.size())));
        for (StateLine line : lines) {
            Duration lag = line.lag();
            if (lag != null && (byPipeline.size() < PIPELINES || byPipeline.containsKey(line.name()))) {
                Deque<LagSample> samples = byPipeline.computeIfAbsent(line.name(), name -> new ArrayDeque<>());
                samples.addLast(new LagSample(readAt, lag));
                while (samples.size() > most) {
                    samples.removeFirst();
                }
            }
        }
    }

    /**
     * @param recorded after runs
     * @param lag now; null when it is not known
     * @return these, what was seen since somebody looks and how it is now, oldest first
     */
    synchronized List<LagSample> of(String pipeline, List<LagSample> recorded, @Nullable Duration lag, Instant now) {
        List<LagSample> all = new ArrayList<>(recorded);
        if (lag != null) {
            all.add(new LagSample(now, lag));
        }
        all.addAll(byPipeline.getOrDefault(pipeline, new ArrayDeque<>()));
        all.sort(Comparator.comparing(LagSample::at));
        return all;
    }
}
