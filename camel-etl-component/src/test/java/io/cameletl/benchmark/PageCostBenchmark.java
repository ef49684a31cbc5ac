package io.cameletl.benchmark;

import io.cameletl.benchmark.database.Databases;
import io.cameletl.benchmark.loader.EtlLoader;
import io.cameletl.benchmark.measure.Stopwatch;
import io.cameletl.benchmark.shape.Shape;
import io.cameletl.benchmark.shape.Shapes;
import io.cameletl.benchmark.shape.TargetTable;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cost follows the page, not the table: the same number of changed rows, at random places, into a small table and into
 * a large one.
 *
 * <p>Each round changes the same rows of a table, so that from the second on all is in memory and no page of the table
 * is written for the first time since the last checkpoint: the whole-page image which that takes is the price of
 * full_page_writes, that whoever writes pays, and it does depend on over how many pages the rows are spread. The first
 * round's times are printed apart for that reason.
 */
final class PageCostBenchmark {
    private static final double LIMIT = 1.5;

    private final Databases databases;
    private final int changed;
    private final PrintStream out;

    PageCostBenchmark(Databases databases, int changed, PrintStream out) {
        this.databases = databases;
        this.changed = changed;
        this.out = out;
    }

    /** @return whether the large table took at most {@value #LIMIT} times as long as the small one */
    boolean run(int small, int large, int pageSize, int rounds) throws Exception {
        Map<Integer, Double> first = new LinkedHashMap<>();
        Map<Integer, List<Double>> later = new LinkedHashMap<>();
        for (int size : List.of(small, large)) {
            prepare(size);
        }
        databases.target.execute("checkpoint");
        for (int round = 0; round <= rounds; round++) {
            for (int size : List.of(small, large)) {
                double millis = lap(size, pageSize) * 1e3;
                if (round == 0) {
                    first.put(size, millis);
                } else {
                    later.computeIfAbsent(size, key -> new ArrayList<>()).add(millis);
                }
            }
        }
        double ratio = median(later.get(large)) / median(later.get(small));
        out.printf("%nLoading %,d changed rows, page %,d%n", changed, pageSize);
        out.printf("  %15s %12s %26s%n", "rows in table", "median ms", "first since checkpoint ms");
        later.forEach((size, millis) -> out.printf("  %,15d %12.0f %26.0f%n", size, median(millis), first.get(size)));
        out.printf("  ratio %.2f (at most %.1f)%n", ratio, LIMIT);
        List.of(small, large).forEach(size -> databases.target.execute("drop table " + table(size)));
        return ratio <= LIMIT;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private void prepare(int size) {
        Shape shape = shape(size);
        TargetTable table = shape.targets().get(0);
        table.create(databases.target);
        table.fill(databases.target, shape.source(), 1, size, 0);
        table.key(databases.target);
        shape.source().create(databases.source);
        shape.source().fillSample(databases.source, changed, size);
        shape.source().index(databases.source);
    }

    private double lap(int size, int pageSize) throws Exception {
        String table = table(size);
        databases.source.execute(
                "update " + table + " set note = md5(random()::text), updated_at = clock_timestamp()",
                "vacuum analyze " + table);
        try (EtlLoader loader = new EtlLoader("changes", shape(size).query(), databases.direct())) {
            return Stopwatch.seconds(() -> loader.load(pageSize));
        }
    }

    private static Shape shape(int size) {
        return Shapes.USERS.shape().named(table(size));
    }

    private static String table(int size) {
        return "users_" + size;
    }
}
