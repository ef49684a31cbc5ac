package io.cameletl.benchmark;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Many rows through each kind of source in a small heap (the profile {@code soak} gives 96 MB). Exits with 1 when a
 * target does not equal its source; fails when memory does not suffice. Arguments are {@code name=value}.
 */
public final class Soak {
    private static final Map<String, String> DEFAULTS = new LinkedHashMap<>();

    static {
        DEFAULTS.put("rows", "5000000");
        DEFAULTS.put("page", "1000");
        DEFAULTS.put("sources", "query,endpoint,bean");
    }

    private Soak() {}

    public static void main(String[] arguments) throws Exception {
        Locale.setDefault(Locale.ROOT);
        Parameters parameters = Parameters.of(DEFAULTS, arguments);
        boolean equal = true;
        try (Databases databases = Databases.start()) {
            System.out.println(databases.describe());
            System.out.println("Heap " + (Runtime.getRuntime().maxMemory() >> 20) + " MB at most, " + parameters);
            prepare(databases, parameters.number("rows"));
            String expected = Users.fingerprint(databases.source, "users");
            System.out.println("Source: " + expected);
            for (String source : parameters.texts("sources")) {
                SourceKind kind = SourceKind.valueOf(source.toUpperCase(Locale.ROOT));
                equal &= expected.equals(run(databases, kind, parameters));
            }
        }
        if (!equal) {
            System.out.println("FAILED: a target differs from the source");
            System.exit(1);
        }
    }

    private static void prepare(Databases databases, int rows) {
        Users.create(databases.source, "users");
        Users.fill(databases.source, "users", 1, rows, 0);
        Users.index(databases.source, "users");
        Users.create(databases.target, "users");
        Users.key(databases.target, "users");
    }

    private static String run(Databases databases, SourceKind kind, Parameters parameters) throws Exception {
        databases.target.execute("truncate users", "checkpoint");
        HeapPeak.reset();
        Stopwatch.Lap lap;
        try (EtlLoader loader = new EtlLoader(kind, databases.source.pool(), databases.target.pool())) {
            lap = Stopwatch.time(() -> loader.load(parameters.number("page")));
        }
        long peak = HeapPeak.megabytes();
        String found = Users.fingerprint(databases.target, "users");
        System.out.printf(
                "%-28s %,10.0f rows/s, %4.0f s, peak heap %d MB; target: %s%n",
                kind.title(), parameters.number("rows") / lap.seconds(), lap.seconds(), peak, found);
        return found;
    }
}
