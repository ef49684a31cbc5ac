package io.cameletl.internal.postgres;

import static io.cameletl.internal.postgres.support.Loads.counts;
import static io.cameletl.internal.postgres.support.Loads.data;
import static io.cameletl.internal.postgres.support.Loads.into;
import static io.cameletl.internal.postgres.support.Loads.record;
import static io.cameletl.internal.postgres.support.Loads.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.BadRecordException;
import io.cameletl.EtlException;
import io.cameletl.TableCounts;
import io.cameletl.TargetData;
import io.cameletl.internal.engine.driver.PageLimits;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.postgres.page.PageOrder;
import io.cameletl.internal.postgres.page.PostgresSession;
import io.cameletl.internal.postgres.page.TransactionStep;
import io.cameletl.internal.postgres.page.TransactionStep.Kept;
import io.cameletl.internal.postgres.plan.TableSpec;
import io.cameletl.support.Seeded;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While a page is loaded, the next one is staged on another connection. */
@WithPostgres
class StagedAheadTest {
    private static final List<TargetData> FIRST = page(1, "x");
    private static final List<TargetData> SECOND = page(2, "x");
    private static final List<TargetData> THIRD = page(3, "x");
    private static final String STAGED = "select count(*) from pg_stat_activity where datname = current_database()"
            + " and state = 'idle in transaction'";

    private BasicDataSource pool;

    @BeforeEach
    void table_and_pool(TestDatabase db) {
        db.execute(
                "create table t (id int primary key, a text)",
                "insert into t values (1, 'old'), (2, 'old'), (3, 'old')");
        pool = new BasicDataSource();
        pool.setUrl(db.url());
        pool.setUsername(db.user());
        pool.setPassword(db.password());
    }

    @AfterEach
    void close() throws Exception {
        pool.close();
    }

    private static List<TargetData> page(int id, String a) {
        return List.of(data("t", "id a", record(id, a)));
    }

    private static Map<String, TableCounts> load(PostgresSession session, List<TargetData> page) throws Exception {
        return session.load(PageOrder.of(page, TransactionStep.NONE, false)).tables();
    }

    @Test
    void a_page_that_was_staged_is_merged_in_its_turn_and_the_connections_change_places(TestDatabase db)
            throws Exception {
        try (PostgresSession session = new PostgresSession(into(pool, table("t")), "run")) {
            load(session, FIRST);
            for (int round = 0; round < 4; round++) {
                List<TargetData> next = page(2, "round " + round);
                session.ahead(next);
                assertThat(db.<Long>value(STAGED)).isOne();
                assertThat(db.<String>value("select a from t where id = 2")).isNotEqualTo("round " + round);
                assertThat(load(session, next)).containsEntry("t", counts(1, 0, 1, 0, 0));
                assertThat(db.<String>value("select a from t where id = 2")).isEqualTo("round " + round);
                assertThat(db.<Long>value(STAGED)).isZero();
                assertThat(session.attempts()).isEqualTo(2);
            }
            assertThat(pool.getNumActive()).isEqualTo(2);
        }
        assertThat(pool.getNumActive()).isZero();
        assertThat(db.<Long>value(
                        "select count(*) from pg_class where relname like 'etl\\_%' and relpersistence = 't'"))
                .isZero();
    }

    @Test
    void the_merge_sees_what_the_page_before_and_others_have_committed_meanwhile(TestDatabase db) throws Exception {
        try (PostgresSession session = new PostgresSession(into(pool, table("t")), "run")) {
            load(session, FIRST);
            List<TargetData> next = page(1, "newer");
            session.ahead(next);
            db.execute("update t set a = 'newer' where id = 1");
            assertThat(load(session, next)).containsEntry("t", counts(1, 0, 0, 0, 1));
        }
    }

    @Test
    void nothing_is_locked_by_a_page_that_waits_for_its_turn(TestDatabase db) throws Exception {
        try (PostgresSession session = new PostgresSession(into(pool, table("t")), "run")) {
            load(session, FIRST);
            session.ahead(SECOND);
            assertThat(db.<Long>value(STAGED)).isOne();
            db.execute("set lock_timeout to '5s'; alter table t add column b text");
            assertThatThrownBy(() -> load(session, SECOND)).hasMessageContaining("was altered");
            assertThat(load(session, SECOND)).containsEntry("t", counts(1, 0, 1, 0, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void a_pool_that_has_none_to_spare_keeps_what_it_has(int connections, TestDatabase db) throws Exception {
        pool.setMaxTotal(connections);
        try (PostgresSession session = new PostgresSession(into(pool, table("t")), "run")) {
            load(session, FIRST);
            session.ahead(SECOND);
            assertThat(db.<Long>value(STAGED)).isZero();
            assertThat(pool.getNumActive()).isOne();
            assertThat(load(session, SECOND)).containsEntry("t", counts(1, 0, 1, 0, 0));
        }
    }

    @Test
    void the_first_page_takes_no_second_connection() throws Exception {
        try (PostgresSession session = new PostgresSession(into(pool, table("t")), "run")) {
            session.ahead(FIRST);
            assertThat(pool.getNumActive()).isZero();
            assertThat(load(session, FIRST)).containsEntry("t", counts(1, 0, 1, 0, 0));
        }
    }

    @Test
    void a_page_that_was_staged_in_vain_is_rolled_back_and_the_next_ones_are_staged_in_their_turn(TestDatabase db)
            throws Exception {
        try (PostgresSession session = new PostgresSession(into(pool, table("t")), "run")) {
            load(session, FIRST);
            session.ahead(SECOND);
            assertThat(load(session, THIRD)).containsEntry("t", counts(1, 0, 1, 0, 0));
            assertThat(db.<String>value("select a from t where id = 2")).isEqualTo("old");
            session.ahead(SECOND);
            assertThat(db.<Long>value(STAGED)).isZero();
            assertThat(load(session, SECOND)).containsEntry("t", counts(1, 0, 1, 0, 0));
        }
        assertThat(pool.getNumActive()).isZero();
    }

    @Test
    void a_run_that_ends_before_the_pages_turn_leaves_nothing(TestDatabase db) throws Exception {
        try (PostgresSession session = new PostgresSession(into(pool, table("t")), "run")) {
            load(session, FIRST);
            session.ahead(SECOND);
        }
        assertThat(db.<Long>value(STAGED)).isZero();
        assertThat(pool.getNumActive()).isZero();
        assertThat(db.<String>value("select a from t where id = 2")).isEqualTo("old");
    }

    @Test
    void what_cannot_be_staged_is_told_when_its_turn_comes() throws Exception {
        List<TargetData> bad = List.of(data("t", "id a", record(2, "x"), record("no number", "x")));
        try (PostgresSession session = new PostgresSession(into(pool, table("t")), "run")) {
            load(session, FIRST);
            session.ahead(bad);
            assertThatThrownBy(() -> load(session, bad))
                    .isInstanceOf(BadRecordException.class)
                    .hasMessageContaining("no number");
            assertThat(load(session, SECOND)).containsEntry("t", counts(1, 0, 1, 0, 0));
        }
    }

    @Test
    void a_page_whose_session_was_ended_meanwhile_is_loaded_by_the_next_try(TestDatabase db) throws Exception {
        try (PostgresSession session = new PostgresSession(into(pool, table("t")), "run")) {
            load(session, FIRST);
            session.ahead(SECOND);
            db.execute("do $$ begin perform pg_terminate_backend(pid, 5000) from pg_stat_activity"
                    + " where datname = current_database() and state = 'idle in transaction'; end $$");
            assertThatThrownBy(() -> load(session, SECOND))
                    .isInstanceOfSatisfying(EtlException.class, failure -> assertThat(failure.isTransient())
                            .isTrue());
            assertThat(load(session, SECOND)).containsEntry("t", counts(1, 0, 1, 0, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table T (id int primary key, a text, v int)",
                "create table T (id int primary key, a text unique, v int check (v < 4))",
                "create table T (id int primary key, a text references T_parent, v int)",
                "create table T (id int primary key, a text references T_parent deferrable initially deferred, v int)",
                "create table T (id int primary key, a text, v int) partition by hash (id);"
                        + " create table T_0 partition of T for values with (modulus 1, remainder 0)"
            })
    void pages_that_overlap_leave_what_pages_in_turn_leave(String ddl, TestDatabase db) {
        for (String name : List.of("turn", "ahead")) {
            db.execute("create table " + name + "_parent (a text primary key)");
            for (String each : ddl.split(";")) {
                db.execute(each.replaceAll("\\bT\\b", name).replaceAll("\\bT_", name + "_"));
            }
        }
        Seeded.times(2).play("StagedAheadTest", seed -> {
            db.execute("truncate turn_parent, turn, ahead_parent, ahead");
            Random random = Seeded.random(seed);
            boolean parents = ddl.contains("references");
            try (PostgresSession turn = session("turn", parents);
                    PostgresSession ahead = session("ahead", parents)) {
                List<List<TargetData>> pages = new ArrayList<>();
                List<List<TargetData>> same = new ArrayList<>();
                for (int page = 0; page < 12; page++) {
                    List<Object[]> records = new ArrayList<>();
                    List<Object[]> kin = new ArrayList<>();
                    for (int i = random.nextInt(9); i >= 0; i--) {
                        String a = "a" + random.nextInt(6);
                        kin.add(record(a));
                        Object id = random.nextInt(60) == 0 ? "none" : random.nextInt(8);
                        records.add(record(id, a, random.nextInt(5), random.nextInt(6) == 0));
                    }
                    pages.add(page("turn", parents && random.nextInt(3) > 0, kin, records));
                    same.add(page("ahead", pages.get(page).size() > 1, kin, records));
                }
                CompletableFuture<Void> staging = CompletableFuture.completedFuture(null);
                for (int page = 0; page < pages.size(); page++) {
                    staging.get(30, TimeUnit.SECONDS);
                    List<TargetData> next =
                            page + 1 < pages.size() && random.nextInt(6) > 0 ? same.get(page + 1) : null;
                    if (next != null) {
                        staging = CompletableFuture.runAsync(() -> ahead.ahead(next));
                    }
                    String expected = outcome(turn, pages.get(page));
                    assertThat(outcome(ahead, same.get(page))).isEqualTo(expected.replace("turn", "ahead"));
                    assertThat(db.query("select * from ahead order by id"))
                            .isEqualTo(db.query("select * from turn order by id"));
                }
                staging.get(30, TimeUnit.SECONDS);
            }
            assertThat(pool.getNumActive()).isZero();
        });
    }

    private PostgresSession session(String name, boolean parents) {
        TableSpec child = new TableSpec(QualifiedName.parse(name), List.of(), "v", "gone");
        return new PostgresSession(
                parents ? into(pool, table(name + "_parent"), child) : into(pool, child), "run of " + name);
    }

    private static List<TargetData> page(String name, boolean parents, List<Object[]> kin, List<Object[]> records) {
        List<TargetData> page = new ArrayList<>();
        if (parents) {
            page.add(data(name + "_parent", "a", kin.toArray(Object[][]::new)));
        }
        page.add(data(name, "id a v gone", records.toArray(Object[][]::new)));
        return page;
    }

    private static String outcome(PostgresSession session, List<TargetData> page) throws Exception {
        List<RejectedRecord> rejected = new ArrayList<>();
        TransactionStep keep = (connection, leftOut, counts) -> {
            rejected.addAll(leftOut.rejected());
            return new Kept(leftOut, 0);
        };
        try {
            return session.load(new PageOrder(page, new PageLimits(3, 0), Map.of(), List.of(), keep, false))
                            .tables() + " "
                    + rejected.stream()
                            .map(record -> record.key() + record.sqlState())
                            .toList();
        } catch (EtlException e) {
            return "failed";
        }
    }
}
