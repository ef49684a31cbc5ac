package io.cameletl.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Every loader at every page size, in turn and round after round, so that what else the machine does meets all alike.
 * After each load the target must equal the source.
 */
final class LoadBenchmark {
    private static final int NO_PAGES = 0;

    private final Databases databases;
    private final List<Loader> loaders;
    private final int rows;
    private final Results measured;
    private final String expected;

    /** One line of the table. */
    private record Entry(Loader loader, int pageSize) {}

    LoadBenchmark(Databases databases, List<Loader> loaders, int rows, Results measured) {
        this.databases = databases;
        this.loaders = loaders;
        this.rows = rows;
        this.measured = measured;
        Users.create(databases.source, "users");
        Users.fill(databases.source, "users", 1, rows, 0);
        Users.index(databases.source, "users");
        Users.create(databases.target, "users");
        Users.key(databases.target, "users");
        this.expected = Users.fingerprint(databases.source, "users");
    }

    /** Runs every loader once, without measuring: classes are loaded and compiled. */
    void warmUp(List<Integer> pageSizes) throws Exception {
        for (Entry entry : entries(pageSizes)) {
            lap(entry, Mix.NEW);
        }
    }

    void run(Mix mix, List<Integer> pageSizes, int rounds) throws Exception {
        Map<Entry, Laps> results = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Entry entry : entries(pageSizes)) {
                results.computeIfAbsent(entry, key -> new Laps()).add(lap(entry, mix));
            }
        }
        print(mix, results);
    }

    private Stopwatch.Lap lap(Entry entry, Mix mix) throws Exception {
        mix.prepare(databases.target, rows);
        Stopwatch.Lap lap = Stopwatch.time(() -> entry.loader().load(entry.pageSize()));
        String found = Users.fingerprint(databases.target, "users", rows);
        if (!found.equals(expected)) {
            throw new IllegalStateException(
                    entry.loader().name() + " left " + found + " in the target, the source has " + expected);
        }
        return lap;
    }

    private List<Entry> entries(List<Integer> pageSizes) {
        List<Entry> entries = new ArrayList<>();
        loaders.stream().filter(loader -> !loader.paged()).forEach(loader -> entries.add(new Entry(loader, NO_PAGES)));
        for (int pageSize : pageSizes) {
            loaders.stream().filter(Loader::paged).forEach(loader -> entries.add(new Entry(loader, pageSize)));
        }
        return entries;
    }

    private void print(Mix mix, Map<Entry, Laps> results) {
        double yardstick = results.values().iterator().next().seconds();
        System.out.printf("%n%s, %,d rows%n", mix.title(), rows);
        System.out.printf("  %-28s %9s %12s %10s %16s%n", "loader", "page", "rows/s", "yardstick", "client us/row");
        results.forEach((entry, laps) -> {
            double rate = rows / laps.seconds();
            double ratio = yardstick / laps.seconds();
            double cpu = laps.cpuSeconds() * 1e6 / rows;
            System.out.printf(
                    "  %-28s %9s %,12.0f %10.2f %16.1f%n",
                    entry.loader().name(),
                    entry.pageSize() == NO_PAGES ? "all" : String.format("%,d", entry.pageSize()),
                    rate,
                    ratio,
                    cpu);
            measured.add(new Results.Line(
                    mix.name().toLowerCase(Locale.ROOT),
                    entry.loader().name(),
                    entry.pageSize(),
                    rows,
                    rate,
                    ratio,
                    cpu));
        });
    }
}
