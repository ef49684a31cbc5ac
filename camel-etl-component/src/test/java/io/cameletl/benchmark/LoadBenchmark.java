package io.cameletl.benchmark;

import io.cameletl.benchmark.database.Databases;
import io.cameletl.benchmark.loader.Loader;
import io.cameletl.benchmark.loader.Loaders;
import io.cameletl.benchmark.measure.Lap;
import io.cameletl.benchmark.measure.Laps;
import io.cameletl.benchmark.measure.Line;
import io.cameletl.benchmark.measure.Results;
import io.cameletl.benchmark.measure.ServerCpu;
import io.cameletl.benchmark.measure.Stopwatch;
import io.cameletl.benchmark.shape.Mix;
import io.cameletl.benchmark.shape.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Every loader at every page size, in turn and round after round, the yardstick before those of each page size: what else
 * the machine does meets all alike. After each load the target must equal the source.
 */
final class LoadBenchmark {
    private final Databases databases;
    private final Setting setting;
    private final Loaders loaders;
    private final Stopwatch stopwatch;
    private final List<String> expected;

    /**
     * What stays the same.
     *
     * @param rows of the source
     * @param others of the target, with {@link Mix#INTO}
     */
    record Setting(Shape shape, int latencyMillis, int rows, int others) {}

    /** One line of the table. */
    private record Entry(Loader loader, int pageSize) {}

    /** The tables are there, with the source's rows. */
    LoadBenchmark(Databases databases, Setting setting, Loaders loaders) {
        this.databases = databases;
        this.setting = setting;
        this.loaders = loaders;
        this.stopwatch = new Stopwatch(new ServerCpu(databases.source), new ServerCpu(databases.target));
        this.expected = setting.shape().expected(databases.source);
    }

    /** Runs every loader once, without measuring: classes are loaded and compiled. */
    void warmUp(List<Integer> pageSizes) throws Exception {
        for (int pageSize : pageSizes) {
            round(Mix.NEW, pageSize, new LinkedHashMap<>());
        }
    }

    void run(Mix mix, List<Integer> pageSizes, int rounds, Results results) throws Exception {
        Map<Entry, Laps> laps = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (int pageSize : pageSizes) {
                round(mix, pageSize, laps);
            }
        }
        laps.forEach((entry, its) -> results.add(Line.of(subject(mix, entry), setting.rows(), its)));
    }

    private void round(Mix mix, int pageSize, Map<Entry, Laps> laps) throws Exception {
        Loader first = loaders.yardstick();
        Lap yardstick = lap(first, pageSize, mix);
        laps.computeIfAbsent(new Entry(first, pageSize), entry -> new Laps())
                .add(yardstick, yardstick, first.pageMillis());
        for (Loader loader : loaders.paged()) {
            Lap lap = lap(loader, pageSize, mix);
            laps.computeIfAbsent(new Entry(loader, pageSize), entry -> new Laps())
                    .add(lap, yardstick, loader.pageMillis());
        }
    }

    private Lap lap(Loader loader, int pageSize, Mix mix) throws Exception {
        mix.prepare(databases.target, setting.shape(), setting.rows(), setting.others());
        Lap lap = stopwatch.time(() -> loader.load(pageSize));
        List<String> found = setting.shape().found(databases.target, setting.rows());
        if (!found.equals(expected)) {
            throw new IllegalStateException(
                    loader.name() + " left " + found + " in the target, the source has " + expected);
        }
        return lap;
    }

    private Line.Subject subject(Mix mix, Entry entry) {
        return new Line.Subject(
                setting.shape().name(),
                mix.name().toLowerCase(Locale.ROOT),
                setting.latencyMillis(),
                entry.loader().name(),
                entry.loader().paged() ? entry.pageSize() : 0);
    }
}
