package io.cameletl.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Ours against the yardstick and against what a Camel user does today, with real servers, as ratios of medians.
 * Arguments are {@code name=value}; fails when a load leaves the target other than the source.
 */
public final class Benchmark {
    /**
     * {@code rows} in the source, {@code pages} by size, {@code rounds} measured, {@code mixes} of {@link Mix},
     * {@code loaders} whose names contain one of these (empty: all), {@code json} the file that the results are written to,
     * too; then {@code changed} rows into a small and a large
     * one of {@code tables} (empty: none), {@code changes} times.
     */
    private static final Map<String, String> DEFAULTS = new LinkedHashMap<>();

    static {
        DEFAULTS.put("rows", "500000");
        DEFAULTS.put("pages", "1000,10000");
        DEFAULTS.put("rounds", "3");
        DEFAULTS.put("mixes", "new,into,updated,tenth,unchanged");
        DEFAULTS.put("loaders", "");
        DEFAULTS.put("tables", "50000,5000000");
        DEFAULTS.put("changed", "10000");
        DEFAULTS.put("changes", "9");
        DEFAULTS.put("json", "");
    }

    private final Databases databases;
    private final Parameters parameters;
    private final Results measured = new Results();

    private Benchmark(Databases databases, Parameters parameters) {
        this.databases = databases;
        this.parameters = parameters;
    }

    public static void main(String[] arguments) throws Exception {
        Locale.setDefault(Locale.ROOT);
        Parameters parameters = Parameters.of(DEFAULTS, arguments);
        try (Databases databases = Databases.start()) {
            System.out.println(databases.describe());
            System.out.println(Runtime.getRuntime().availableProcessors() + " processors, " + parameters);
            Benchmark benchmark = new Benchmark(databases, parameters);
            benchmark.loads();
            benchmark.pageCost();
            for (String file : parameters.texts("json")) {
                benchmark.measured.write(
                        Path.of(file), Map.of("server", databases.describe(), "parameters", parameters.toString()));
            }
        }
    }

    private void loads() throws Exception {
        List<Integer> pages = parameters.numbers("pages");
        List<Loader> loaders = loaders();
        try {
            LoadBenchmark loads = new LoadBenchmark(databases, loaders, parameters.number("rows"), measured);
            loads.warmUp(pages);
            for (String mix : parameters.texts("mixes")) {
                loads.run(Mix.valueOf(mix.toUpperCase(Locale.ROOT)), pages, parameters.number("rounds"));
            }
            IdleTicks.print(databases, SourceKind.QUERY);
            IdleTicks.print(databases, SourceKind.ENDPOINT);
        } finally {
            for (Loader loader : loaders) {
                loader.close();
            }
        }
    }

    private List<Loader> loaders() {
        List<Loader> loaders = new ArrayList<>();
        loaders.add(new CopyMergeLoader(databases));
        loaders.add(new SqlUpsertLoader("sql: batch upsert", databases.source, databases.plainTarget()));
        loaders.add(new SqlUpsertLoader("sql: rewritten batch", databases.source, databases.rewritingTarget()));
        for (SourceKind kind : SourceKind.values()) {
            loaders.add(new EtlLoader(kind, databases.source.pool(), databases.target.pool()));
        }
        loaders.add(new EtlLoader(
                "etl: query, lanes=2",
                SourceKind.QUERY.options() + "&lanes=2&tables=users",
                databases.source.pool(),
                databases.target.pool()));
        loaders.add(new WatchedLoader(databases.source.pool(), databases.target.pool()));
        List<String> wanted = parameters.texts("loaders");
        loaders.removeIf(
                loader -> loader.paged() && !wanted.isEmpty() && wanted.stream().noneMatch(loader.name()::contains));
        return loaders;
    }

    private void pageCost() throws Exception {
        List<Integer> tables = parameters.numbers("tables");
        if (tables.size() < 2) {
            return;
        }
        PageCostBenchmark cost = new PageCostBenchmark(databases, parameters.number("changed"));
        for (int page : parameters.numbers("pages")) {
            cost.run(tables.get(0), tables.get(1), page, parameters.number("changes"));
        }
    }
}
