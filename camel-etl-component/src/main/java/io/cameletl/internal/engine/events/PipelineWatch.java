package io.cameletl.internal.engine.events;

import io.cameletl.PipelineStatus;
import io.cameletl.internal.engine.driver.DatabaseSection;
import io.cameletl.internal.engine.driver.Driver;
import io.cameletl.internal.engine.driver.Step;
import io.cameletl.internal.engine.page.Threads;
import io.cameletl.internal.engine.spec.PipelineSettings;
import io.cameletl.internal.outlet.Log;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a pipeline again and again while it is started, whether or not anything is done: is it late, does a run stand
 * still? One thread looks at all pipelines of the process, asks no database, and waits for nobody. Thread-safe.
 */
public final class PipelineWatch implements AutoCloseable {
    private static final Log LOG = Log.of(PipelineWatch.class);
    private static final long PERIOD_MILLIS = 500;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration TO_BE_LOOKED_AT = Duration.ofSeconds(15);
    private static final ScheduledExecutorService TIMER =
            Executors.newSingleThreadScheduledExecutor(task -> Threads.daemon("etl-watch", task));

    private final String pipeline;
    private final String context;
    private final Driver driver;
    private final PipelineEvents events;
    private final Duration patience;
    private final Duration latest;
    private final Set<Progress> running = ConcurrentHashMap.newKeySet();
    private @Nullable Future<?> looking;

    /** @param context the name of the process's part that runs the pipeline */
    public PipelineWatch(
            String pipeline, String context, PipelineSettings settings, Driver driver, PipelineEvents events) {
        this.context = context;
        this.pipeline = pipeline;
        this.driver = driver;
        this.events = events;
        Duration half = settings.lateAfter().dividedBy(2);
        this.patience = half.isZero() || half.compareTo(PATIENCE) > 0 ? PATIENCE : half;
        this.latest = patience.plus(patience.compareTo(TO_BE_LOOKED_AT) < 0 ? patience : TO_BE_LOOKED_AT);
    }

    /** Looks until it is closed; once more is as good as once. */
    public synchronized void start() {
        if (looking == null) {
            looking = TIMER.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Looks no more, and lets listeners hear what they have been told. */
    @Override
    public synchronized void close() {
        if (looking != null) {
            looking.cancel(false);
            looking = null;
        }
        events.flush();
    }

    public String context() {
        return context;
    }

    /** @return what a run, replay or load does, to be looked at until it is ended */
    public Progress begin() {
        Progress progress = new Progress();
        running.add(progress);
        return progress;
    }

    public void end(Progress progress) {
        running.remove(progress);
    }

    /** @return the status with what its run does now, where it runs in this process: the store may know less */
    public PipelineStatus current(PipelineStatus status) {
        PipelineStatus.Running stored = status.running();
        return stored == null
                ? status
                : running.stream()
                        .filter(progress -> progress.runNumber() == stored.runNumber())
                        .map(Progress::now)
                        .findFirst()
                        .map(step -> status.running(at(stored.runNumber(), stored.since(), step)))
                        .orElse(status);
    }

    /** @return what is done and how it stands; of several, of the first that was found */
    public Moment moment() {
        PipelineStatus.Running first = null;
        boolean stalled = false;
        for (Progress progress : running) {
            Step step = progress.now();
            stalled |= step.lasted().compareTo(patience) > 0;
            if (first == null) {
                first = at(progress.runNumber(), events.now().minus(progress.lasted()), step);
            }
        }
        return new Moment(first, stalled, stalled ? heldBy() : null, events.isLate(), events.isUnverified(), null);
    }

    private @Nullable String heldBy() {
        return driver.sections().stream()
                .map(DatabaseSection::process)
                .filter(Objects::nonNull)
                .map(DatabaseSection.ServerProcess::words)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private PipelineStatus.Running at(long runNumber, Instant since, Step step) {
        return new PipelineStatus.Running(
                runNumber, since, step.phase(), events.now().minus(step.lasted()), step.page(), step.rows());
    }

    /** It is told of once: who holds it up, which servers say some seconds later, is waited for. */
    private void stalled(Progress progress, Step now) {
        List<DatabaseSection> sections = driver.sections();
        DatabaseSection section = sections.isEmpty() ? null : sections.get(0);
        if (section == null || !section.isToBeLookedAt() || now.lasted().compareTo(latest) > 0) {
            events.stalled(progress.runNumber(), now, section);
        }
    }

    void look() {
        try {
            events.looked();
            for (Progress progress : running) {
                Step now = progress.now();
                if (now.lasted().compareTo(patience) > 0) {
                    stalled(progress, now);
                }
            }
        } catch (RuntimeException | Error e) {
            // A timer's task that throws is not called again.
            LOG.warn(pipeline, "pipeline \"{}\" could not be looked at: {}", pipeline, e.toString());
        }
    }
}
