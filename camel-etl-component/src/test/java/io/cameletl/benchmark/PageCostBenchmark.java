package io.cameletl.benchmark;

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

    PageCostBenchmark(Databases databases, int changed) {
        this.databases = databases;
        this.changed = changed;
    }

    /** @return whether the large table took at most {@value #LIMIT} times as long as the small one */
    boolean run(int small, int large, int pageSize, int rounds) throws Exception {
        Map<Integer, Laps> first = new LinkedHashMap<>();
        Map<Integer, Laps> later = new LinkedHashMap<>();
        for (int size : List.of(small, large)) {
            prepare(size);
        }
        databases.target.execute("checkpoint");
        for (int round = 0; round <= rounds; round++) {
            for (int size : List.of(small, large)) {
                (round == 0 ? first : later)
                        .computeIfAbsent(size, key -> new Laps())
                        .add(lap(size, pageSize));
            }
        }
        double ratio = later.get(large).seconds() / later.get(small).seconds();
        System.out.printf("%nLoading %,d changed rows, page %,d%n", changed, pageSize);
        System.out.printf("  %15s %12s %26s%n", "rows in table", "median ms", "first since checkpoint ms");
        later.forEach((size, laps) -> System.out.printf(
                "  %,15d %12.0f %26.0f%n",
                size, laps.seconds() * 1e3, first.get(size).seconds() * 1e3));
        System.out.printf("  ratio %.2f (at most %.1f)%n", ratio, LIMIT);
        List.of(small, large).forEach(size -> databases.target.execute("drop table " + table(size)));
        return ratio <= LIMIT;
    }

    private void prepare(int size) {
        String table = table(size);
        Users.create(databases.target, table);
        Users.fill(databases.target, table, 1, size, 0);
        Users.key(databases.target, table);
        Users.create(databases.source, table);
        Users.fillSample(databases.source, table, changed, size);
    }

    private Stopwatch.Lap lap(int size, int pageSize) throws Exception {
        String table = table(size);
        databases.source.execute(
                "update " + table + " set note = md5(random()::text), updated_at = clock_timestamp()",
                "vacuum analyze " + table);
        try (EtlLoader loader = new EtlLoader(
                "changes",
                "query=RAW(select * from " + table + ")&sourceDataSource=#source&cursorColumns=updated_at,id&tables="
                        + table,
                databases.source.pool(),
                databases.target.pool())) {
            return Stopwatch.time(() -> loader.load(pageSize));
        }
    }

    private static String table(int size) {
        return "users_" + size;
    }
}
