package io.cameletl.internal.postgres;

import static io.cameletl.internal.postgres.support.Loads.data;
import static io.cameletl.internal.postgres.support.Loads.into;
import static io.cameletl.internal.postgres.support.Loads.many;
import static io.cameletl.internal.postgres.support.Loads.record;
import static io.cameletl.internal.postgres.support.Loads.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.internal.postgres.page.PostgresSession;
import io.cameletl.internal.postgres.support.Loads;
import io.cameletl.internal.postgres.support.Rejecting;
import io.cameletl.support.OneIn;
import io.cameletl.support.Seeded;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bad records among many: the rejects are exact, the rest is in, and the attempts are few. Their number is printed. */
@Tag("slow")
@WithPostgres
class RejectManyTest {
    private static final int RECORDS = 100_000;

    /** Values that one phase or another refuses. */
    enum Bad {
        TEXT("seven", null, 1),
        CHECK(-1, null, 1),
        UNIQUE(1, "taken", 1),
        PARENT(1, null, 99);

        private final Object n;
        private final Object mail;
        private final int parent;

        Bad(Object n, Object mail, int parent) {
            this.n = n;
            this.mail = mail;
            this.parent = parent;
        }

        Object[] record(int id) {
            return Loads.record(id, n, mail, parent);
        }
    }

    @BeforeEach
    void createTables(TestDatabase db) {
        db.execute(
                "create table parent (id int primary key)",
                "create table t (id int primary key, n int check (n > 0), mail text unique, parent int references parent)",
                "insert into parent values (1)",
                "insert into t values (-1, 1, 'taken', 1)");
    }

    @ParameterizedTest
    @OneIn(4)
    @EnumSource
    void one_among_a_hundred_thousand(Bad kind, TestDatabase db) {
        assertIsolated(db, kind, RECORDS, Set.of(70_001));
    }

    @ParameterizedTest
    @OneIn(4)
    @EnumSource
    void five_hundred_among_a_hundred_thousand(Bad kind, TestDatabase db) {
        Seeded.times(1).play("500 bad by " + kind, seed -> {
            Random random = Seeded.random(seed);
            Set<Integer> bad = new TreeSet<>();
            while (bad.size() < 500) {
                bad.add(random.nextInt(RECORDS));
            }
            db.execute("delete from t where id >= 0");
            assertIsolated(db, kind, 10_000, bad);
        });
    }

    @Test
    void five_hundred_of_all_kinds_in_one_page(TestDatabase db) {
        List<Integer> bad = new ArrayList<>();
        long start = System.nanoTime();
        Rejecting loaded = Rejecting.load(into(db, table("t")), 1_000, many("t", "id n mail parent", 0, RECORDS, i -> {
            if (i % 200 == 77) {
                bad.add(i);
                return Bad.values()[i / 200 % 4].record(i);
            }
            return record(i, 1, null, 1);
        }));
        print("500 bad of all kinds in a page of 100000", loaded.attempts(), start);
        assertThat(loaded.keys())
                .containsExactlyElementsOf(bad.stream().map(id -> "id = " + id).toList());
        assertThat(db.count("t")).isEqualTo(RECORDS - 500 + 1);
        assertThat(loaded.attempts()).isLessThan(500 * (17 + 2));
    }

    @ParameterizedTest
    @OneIn(4)
    @EnumSource
    void all_bad_is_a_flood_that_fails_the_page_unless_it_is_allowed(Bad kind, TestDatabase db) {
        IntFunction<Object[]> all = kind::record;
        long start = System.nanoTime();
        try (PostgresSession session = new PostgresSession(into(db, table("t")), "run")) {
            assertThatThrownBy(() -> Rejecting.load(session, 10, many("t", "id n mail parent", 0, 10_000, all)))
                    .isInstanceOf(EtlException.class)
                    .hasMessageContaining("no more than 10 may be rejected")
                    .hasMessageContaining("maxRejectsPerRun")
                    .hasMessageContaining("Nothing of the page was written")
                    .hasMessageContaining("table t, record 1 (id = 0)");
            print("all of 10000 bad by " + kind + ", 10 allowed", session.attempts(), start);
            assertThat(db.count("t")).isOne();

            start = System.nanoTime();
            Rejecting loaded = Rejecting.load(session, 2_000, many("t", "id n mail parent", 0, 2_000, all));
            print("all of 2000 bad by " + kind + ", 2000 allowed", loaded.attempts(), start);
            assertThat(loaded.given()).hasSize(2_000);
            assertThat(loaded.tables().get("t")).isEqualTo(Loads.counts(2_000, 0, 0, 0, 0));
        }
        assertThat(db.count("t")).isOne();
    }

    @Test
    void one_more_than_allowed_fails_the_page(TestDatabase db) {
        assertThatThrownBy(() -> Rejecting.load(
                        into(db, table("t")), 1, data("t", "id n", record(1, "x"), record(2, 1), record(3, -1))))
                .hasMessageContaining("at least 2 records")
                .hasMessageContaining("maxRejectsPerRun");
        assertThat(db.count("t")).isOne();
    }

    private static void assertIsolated(TestDatabase db, Bad kind, int pageSize, Set<Integer> bad) {
        int attempts = 0;
        List<String> rejected = new ArrayList<>();
        long start = System.nanoTime();
        try (PostgresSession session = new PostgresSession(into(db, table("t")), "run")) {
            for (int from = 0; from < RECORDS; from += pageSize) {
                Rejecting page = Rejecting.load(
                        session,
                        1_000,
                        many(
                                "t",
                                "id n mail parent",
                                from,
                                from + pageSize,
                                i -> bad.contains(i) ? kind.record(i) : record(i, 1, null, 1)));
                rejected.addAll(page.keys());
                attempts += page.attempts();
            }
        }
        print(bad.size() + " bad by " + kind + " among 100000, pages of " + pageSize, attempts, start);
        assertThat(rejected)
                .containsExactlyElementsOf(bad.stream().map(id -> "id = " + id).toList());
        assertThat(db.<Long>value("select count(distinct id) from t where id >= 0"))
                .isEqualTo(RECORDS - bad.size());
        assertThat(db.<Long>value("select count(*) from t where id = any (?)", (Object) bad.toArray(Integer[]::new)))
                .isZero();
        double each = Math.log(pageSize) / Math.log(2) + 2;
        int pages = RECORDS / pageSize;
        assertThat((double) attempts).isLessThan(bad.size() * each + 6 * pages);
    }

    private static void print(String what, int attempts, long start) {
        System.out.println(what + ": " + attempts + " load attempts, "
                + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
    }
}
