package io.cameletl.benchmark;

import io.cameletl.benchmark.database.Databases;
import io.cameletl.benchmark.loader.EtlLoader;
import io.cameletl.benchmark.loader.SourceKind;
import io.cameletl.benchmark.measure.HeapPeak;
import io.cameletl.benchmark.measure.Stopwatch;
import io.cameletl.benchmark.shape.Shape;
import io.cameletl.benchmark.shape.Shapes;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Many rows through each kind of source in a small heap (the profile {@code soak} gives 64 MB), then large ones. Exits with 1 when a
 * target does not equal its source; fails when memory does not suffice. Arguments are {@code name=value}.
 */
public final class Soak {
    private static final Map<String, String> DEFAULTS = new LinkedHashMap<>();

    static {
        DEFAULTS.put("rows", "5000000");
        DEFAULTS.put("page", "1000");
        DEFAULTS.put("sources", "query,endpoint,bean");
        // rows of 1 MB, and how many of them are a page
        DEFAULTS.put("documents", "1000");
        DEFAULTS.put("documentsPage", "10");
    }

    private Soak() {}

    public static void main(String[] arguments) throws Exception {
        Locale.setDefault(Locale.ROOT);
        boolean equal;
        try (Databases databases = Databases.start()) {
            equal = run(databases, System.out, arguments);
        }
        if (!equal) {
            System.out.println("FAILED: a target differs from the source");
            System.exit(1);
        }
    }

    /** @return whether each target equals its source */
    static boolean run(Databases databases, PrintStream out, String... arguments) throws Exception {
        Parameters parameters = Parameters.of(DEFAULTS, arguments);
        out.println(databases.describe());
        out.println("Heap " + (Runtime.getRuntime().maxMemory() >> 20) + " MB at most, " + parameters);
        boolean equal = true;
        for (String source : parameters.texts("sources")) {
            SourceKind kind = SourceKind.valueOf(source.toUpperCase(Locale.ROOT));
            Load users = new Load(Shapes.USERS.shape(), kind.title(), kind.options());
            equal &= load(databases, out, users, parameters.number("rows"), parameters.number("page"));
        }
        Shape documents = Shapes.DOCUMENTS.shape();
        int large = parameters.number("documents");
        if (large > 0) {
            Load load = new Load(documents, "etl: rows of 1 MB", documents.query());
            equal &= load(databases, out, load, large, parameters.number("documentsPage"));
        }
        return equal;
    }

    /** @param options of the endpoint */
    private record Load(Shape shape, String title, String options) {}

    private static boolean load(Databases databases, PrintStream out, Load load, int rows, int page) throws Exception {
        load.shape().prepare(databases.source, databases.target, rows);
        databases.target.execute("checkpoint");
        List<String> expected = load.shape().expected(databases.source);
        HeapPeak.reset();
        double seconds;
        try (EtlLoader loader = new EtlLoader(load.title(), load.options(), databases.direct())) {
            seconds = Stopwatch.seconds(() -> loader.load(page));
        }
        long peak = HeapPeak.megabytes();
        List<String> found = load.shape().found(databases.target, rows);
        out.printf(
                "%-28s %,10.0f rows/s, %4.0f s, peak heap %d MB; target: %s, source: %s%n",
                load.title(), rows / seconds, seconds, peak, found, expected);
        return found.equals(expected);
    }
}
