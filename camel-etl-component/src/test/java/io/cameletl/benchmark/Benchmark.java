package io.cameletl.benchmark;

import io.cameletl.benchmark.database.Databases;
import io.cameletl.benchmark.database.Link;
import io.cameletl.benchmark.loader.Loaders;
import io.cameletl.benchmark.loader.SourceKind;
import io.cameletl.benchmark.measure.Results;
import io.cameletl.benchmark.shape.Mix;
import io.cameletl.benchmark.shape.Shape;
import io.cameletl.benchmark.shape.Shapes;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Ours against the yardstick and against what a Camel user does today, with real servers, as ratios to the yardstick.
 * Arguments are {@code name=value}; fails when a load leaves the target other than the source.
 */
public final class Benchmark {
    private static final Map<String, String> DEFAULTS = new LinkedHashMap<>();

    static {
        // rows in the source, and others in the target of the mix "into"
        DEFAULTS.put("rows", "500000");
        DEFAULTS.put("others", "2000000");
        DEFAULTS.put("pages", "1000,10000");
        DEFAULTS.put("rounds", "3");
        DEFAULTS.put("mixes", "new,into,updated,tenth,unchanged");
        // users, narrow, wide, bigint_key, uuid_key, composite_key, three
        DEFAULTS.put("shapes", "users");
        // milliseconds each way between the client and both servers
        DEFAULTS.put("latencies", "0");
        // parts of the names of the loaders to compare with the yardstick; empty: all
        DEFAULTS.put("loaders", "");
        // further options of the endpoint, each a loader of its own
        DEFAULTS.put("options", "backlogPageSize=0");
        // then so many changed rows into a small and a large table, so many times; empty: not
        DEFAULTS.put("tables", "50000,5000000");
        DEFAULTS.put("changed", "10000");
        DEFAULTS.put("changes", "9");
        // the statements of a run that finds nothing
        DEFAULTS.put("idle", "true");
        // the file that the results are written to, too
        DEFAULTS.put("json", "");
    }

    private final Databases databases;
    private final Parameters parameters;
    private final PrintStream out;
    private final Results results;

    private Benchmark(Databases databases, Parameters parameters, PrintStream out) {
        this.databases = databases;
        this.parameters = parameters;
        this.out = out;
        this.results = new Results(out);
    }

    public static void main(String[] arguments) throws Exception {
        Locale.setDefault(Locale.ROOT);
        Parameters parameters = Parameters.of(DEFAULTS, arguments);
        try (Databases databases = Databases.start()) {
            run(databases, parameters, System.out);
        }
    }

    static void run(Databases databases, PrintStream out, String... arguments) throws Exception {
        run(databases, Parameters.of(DEFAULTS, arguments), out);
    }

    private static void run(Databases databases, Parameters parameters, PrintStream out) throws Exception {
        out.println(databases.describe());
        out.println(Runtime.getRuntime().availableProcessors() + " processors, " + parameters);
        Benchmark benchmark = new Benchmark(databases, parameters, out);
        for (String shape : parameters.texts("shapes")) {
            benchmark.loads(Shapes.valueOf(shape.toUpperCase(Locale.ROOT)).shape());
        }
        benchmark.idleTicks();
        benchmark.pageCost();
        for (String file : parameters.texts("json")) {
            benchmark.results.write(
                    Path.of(file), Map.of("server", databases.describe(), "parameters", parameters.toString()));
        }
    }

    private void loads(Shape shape) throws Exception {
        List<Integer> pages = parameters.numbers("pages");
        int rows = parameters.number("rows");
        shape.prepare(databases.source, databases.target, rows);
        for (int latency : parameters.numbers("latencies")) {
            try (Link link = databases.link(latency);
                    Loaders loaders =
                            Loaders.of(link, shape, parameters.texts("loaders"), parameters.texts("options"))) {
                var setting = new LoadBenchmark.Setting(shape, latency, rows, parameters.number("others"));
                LoadBenchmark loads = new LoadBenchmark(databases, setting, loaders);
                loads.warmUp(pages);
                for (String mix : parameters.texts("mixes")) {
                    loads.run(Mix.valueOf(mix.toUpperCase(Locale.ROOT)), pages, parameters.number("rounds"), results);
                }
            }
        }
    }

    private void idleTicks() throws Exception {
        if (parameters.is("idle")) {
            Shapes.USERS.shape().prepare(databases.source, databases.target, 1000);
            IdleTicks.print(databases, SourceKind.QUERY, out);
            IdleTicks.print(databases, SourceKind.ENDPOINT, out);
        }
    }

    private void pageCost() throws Exception {
        List<Integer> tables = parameters.numbers("tables");
        if (tables.size() < 2) {
            return;
        }
        PageCostBenchmark cost = new PageCostBenchmark(databases, parameters.number("changed"), out);
        for (int page : parameters.numbers("pages")) {
            cost.run(tables.get(0), tables.get(1), page, parameters.number("changes"));
        }
    }
}
