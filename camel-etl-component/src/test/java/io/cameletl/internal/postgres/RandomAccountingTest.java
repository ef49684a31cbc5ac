package io.cameletl.internal.postgres;

import static io.cameletl.internal.postgres.support.Loads.into;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.EtlException;
import io.cameletl.TableCounts;
import io.cameletl.TargetData;
import io.cameletl.internal.postgres.page.PostgresSession;
import io.cameletl.internal.postgres.support.RandomTable;
import io.cameletl.internal.postgres.support.Rejecting;
import io.cameletl.support.Seeded;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Random pages into tables of random kinds. Each record is inserted, updated, deleted, seen to need no write, or rejected,
 * and the table is then what the records say; or an error names a record, and the table is as it was.
 */
@Tag("slow")
@WithPostgres
class RandomAccountingTest {
    /** How many pages each table gets. */
    private static final int PAGES = 8;

    private int loaded;
    private int refused;

    @Test
    void every_record_of_a_random_page_is_accounted_for(TestDatabase db) {
        String role = "random_" + db.name();
        db.execute("create role " + role + " login password 'loader'", "alter role " + role + " set search_path = ''");
        try {
            RandomTable.prepare(db, role);
            PGSimpleDataSource pool = new PGSimpleDataSource();
            pool.setUrl(db.url());
            pool.setUser(role);
            pool.setPassword("loader");
            Seeded.times(20).play("RandomAccountingTest", seed -> {
                Random random = Seeded.random(seed);
                RandomTable table = new RandomTable(random);
                table.create(db, role);
                play(db, pool, table, random);
            });
            System.out.println("RandomAccountingTest: " + loaded + " pages loaded, " + refused + " refused");
        } finally {
            db.execute("drop owned by " + role, "drop role " + role);
        }
    }

    private void play(TestDatabase db, PGSimpleDataSource pool, RandomTable table, Random random) {
        try (PostgresSession session = new PostgresSession(into(pool, table.spec()), "run")) {
            for (int page = 0; page < PAGES; page++) {
                TargetData data = table.page();
                Map<String, Map<String, @Nullable Object>> before = rows(db, table);
                int allowed = random.nextBoolean() ? 100 : 0;
                String what = table + ", page " + data + ", into " + before;
                try {
                    Rejecting written = Rejecting.load(session, allowed, data);
                    new Expected(table, before, data).check(what, written, rows(db, table));
                    loaded++;
                } catch (EtlException e) {
                    refused++;
                    assertThat(rows(db, table)).as(what).isEqualTo(before);
                    assertThat(e.getMessage()).as(what).containsPattern("record \\d+ \\(k = |row-level security|42501");
                    assertThat(table.isPlain() && new Expected(table, before, data).isDistinct())
                            .as(what + ": " + e)
                            .isFalse();
                }
            }
        }
    }

    private static Map<String, Map<String, @Nullable Object>> rows(TestDatabase db, RandomTable table) {
        Map<String, Map<String, @Nullable Object>> rows = new LinkedHashMap<>();
        for (Map<String, Object> row :
                db.query("select k::text as k, k2, a, version from app.t order by k::text, k2")) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>(row);
            if (rows.put(table.form(copy), RandomTable.row(copy)) != null) {
                throw new AssertionError("twice: " + row + " in " + table);
            }
        }
        return rows;
    }

    /** What a page makes of a table, told record by record. */
    private static final class Expected {
        private final RandomTable table;
        private final Map<String, Map<String, @Nullable Object>> before;
        private final Map<String, List<Map<String, @Nullable Object>>> byKey = new LinkedHashMap<>();
        private final int size;

        @SuppressWarnings("unchecked")
        Expected(RandomTable table, Map<String, Map<String, @Nullable Object>> before, TargetData page) {
            this.table = table;
            this.before = before;
            this.size = page.records().size();
            for (Object each : page.records()) {
                Map<String, @Nullable Object> record = (Map<String, @Nullable Object>) each;
                byKey.computeIfAbsent(table.form(record), ignored -> new ArrayList<>())
                        .add(record);
            }
        }

        /** Whether no key comes in two forms. */
        boolean isDistinct() {
            return byKey.values().stream().allMatch(Expected::isOneForm);
        }

        private static boolean isOneForm(List<Map<String, @Nullable Object>> records) {
            return records.stream().map(record -> record.get("k")).distinct().count() == 1;
        }

        void check(String what, Rejecting written, Map<String, Map<String, @Nullable Object>> after) {
            Map<String, Map<String, @Nullable Object>> expected = new LinkedHashMap<>(before);
            int inserted = 0;
            int updated = 0;
            int deleted = 0;
            for (Map.Entry<String, List<Map<String, @Nullable Object>>> each : byKey.entrySet()) {
                Map<String, @Nullable Object> record = last(each.getValue());
                Map<String, @Nullable Object> row = before.get(each.getKey());
                String key = "k = " + record.get("k") + ", k2 = " + record.get("k2");
                // Of a key in two forms, all records but the last are rejected.
                long others = isOneForm(each.getValue())
                        ? 0
                        : each.getValue().stream()
                                .filter(other -> other != record && Objects.equals(other.get("k"), record.get("k")))
                                .count();
                if (Collections.frequency(written.keys(), key) > others) {
                    continue;
                }
                boolean newer = row == null || !table.isVersioned() || notOlder(record, row);
                if (Boolean.TRUE.equals(record.get("gone"))) {
                    if (row != null && newer) {
                        deleted++;
                        put(expected, each.getKey(), table.deleted(row));
                    }
                } else if (row == null) {
                    inserted++;
                    expected.put(each.getKey(), table.written(record));
                } else if (newer && !RandomTable.row(record).equals(row)) {
                    updated++;
                    expected.put(each.getKey(), table.written(record));
                }
            }
            assertThat(after).as(what).isEqualTo(expected);
            TableCounts counts = Objects.requireNonNull(written.tables().get("app.t"));
            int unchanged =
                    size - inserted - updated - deleted - written.given().size();
            assertThat(counts)
                    .as(what)
                    .isEqualTo(new TableCounts(
                            size,
                            table.countsInserts() ? inserted : counts.inserted(),
                            table.countsInserts() ? updated : inserted + updated - counts.inserted(),
                            deleted,
                            unchanged,
                            0,
                            written.given().size()));
        }

        private static void put(
                Map<String, Map<String, @Nullable Object>> rows,
                String key,
                @Nullable Map<String, @Nullable Object> row) {
            if (row == null) {
                rows.remove(key);
            } else {
                rows.put(key, row);
            }
        }

        private Map<String, @Nullable Object> last(List<Map<String, @Nullable Object>> records) {
            Map<String, @Nullable Object> last = records.get(0);
            for (Map<String, @Nullable Object> record : records) {
                last = !table.isVersioned() || notOlder(record, last) ? record : last;
            }
            return last;
        }

        private static boolean notOlder(Map<String, @Nullable Object> one, Map<String, @Nullable Object> other) {
            Object a = one.get("version");
            Object b = other.get("version");
            return b == null || (a != null && (Integer) a >= (Integer) b);
        }
    }
}
