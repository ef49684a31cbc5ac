package io.cameletl.internal.postgres;

import io.cameletl.internal.engine.driver.DatabaseSection;
import io.cameletl.internal.engine.driver.WatchedRun;
import io.cameletl.internal.jdbc.watch.Sighting;
import io.cameletl.internal.jdbc.watch.Work;
import io.cameletl.internal.jdbc.watch.WorkRun;
import io.cameletl.internal.outlet.Log;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A pipeline's work at databases, as the engine sees it. Thread-safe. */
public final class WatchedWork {
    private static final Log LOG = Log.of(WatchedWork.class);

    private final Work work;

    /**
     * @param lease how long the pipeline's lease lasts
     * @param stopTime how long a stop waits for what is being done
     */
    public WatchedWork(String pipeline, Duration lease, Supplier<Duration> stopTime) {
        this.work =
                new Work(pipeline, lease, stopTime, what -> LOG.warn(pipeline, "pipeline \"{}\": {}", pipeline, what));
    }

    WatchedRun watch(BooleanSupplier stopping) {
        return new OneRun(work.begin(stopping));
    }

    List<DatabaseSection> sections() {
        return work.sections().stream()
                .map(seen -> new DatabaseSection(seen.phase(), seen.lasted(), seen.pid(), process(seen.process())))
                .toList();
    }

    private static DatabaseSection.@Nullable ServerProcess process(@Nullable Sighting seen) {
        return seen == null ? null : new DatabaseSection.ServerProcess(seen.waitsFor(), seen.blockedBy());
    }

    private record OneRun(WorkRun run) implements WatchedRun {
        @Override
        public <T extends @Nullable Object, E extends Exception> T call(Task<T, E> task) throws E {
            return run.call(task::run);
        }

        @Override
        public WatchedRun until(BooleanSupplier unwanted) {
            return new OneRun(run.until(unwanted));
        }

        @Override
        public boolean isStuck() {
            return run.isStuck();
        }
    }
}
