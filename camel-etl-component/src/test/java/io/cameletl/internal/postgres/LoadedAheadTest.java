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
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.commons.dbcp2.BasicDataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While a page is loaded, the next one is loaded up to its commit on another connection. */
@WithPostgres
class LoadedAheadTest {
    private static final List<TargetData> FIRST = page(1, "x");
    private static final List<TargetData> SECOND = page(2, "x");
    private static final List<TargetData> THIRD = page(3, "x");
    private static final String WAITING = "select count(*) from pg_stat_activity where datname = current_database()"
            + " and state = 'idle in transaction'";
    private static final String PREPARED =
            WAITING + " and (query like 'SET LOCAL lock_timeout%' or query like '%pg\\_blocking\\_pids%')";
    private static final String MERGED =
            "select count(distinct l.pid) from pg_locks l join pg_class c on c.oid = l.relation"
                    + " where c.relname in ('t', 'o') and l.database = (select oid from pg_database"
                    + " where datname = current_database()) and l.mode = 'RowExclusiveLock'";

    private BasicDataSource pool;

    @BeforeEach
    void table_and_pool(TestDatabase db) {
        db.execute(
                "create table t (id int primary key, a text)",
                "create table o (id int primary key, t int unique)",
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

    private PostgresSession session() {
        return new PostgresSession(into(pool, table("t")), "run");
    }

    private static List<TargetData> page(int id, String a) {
        return List.of(data("t", "id a", record(id, a)));
    }

    private static Map<String, TableCounts> load(PostgresSession session, List<TargetData> page) throws Exception {
        return session.load(PageOrder.of(page, TransactionStep.NONE, false)).tables();
    }

    /** The page is announced, as those of a run are, so that it is known that others come. */
    private static void begin(PostgresSession session, List<TargetData> page) throws Exception {
        session.ahead(page);
        load(session, page);
    }

    /** A page's step that lets the test do something before it, in the page's turn. */
    private static PageOrder order(List<TargetData> page, During during) {
        return PageOrder.of(
                page,
                (connection, leftOut, counts) -> {
                    during.run(connection);
                    return new Kept(leftOut, 0);
                },
                false);
    }

    private static void ask(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select count(*) from o");
        }
    }

    private interface During {
        void run(Connection connection) throws SQLException;
    }

    /** @param merged how many pages have written to their table, of the one in its step and the one that is loaded ahead */
    private static void awaitAhead(TestDatabase db, long merged) {
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> db.<Long>value(PREPARED) == 1);
        assertThat(db.<Long>value(MERGED)).isEqualTo(merged);
    }

    @Test
    void a_page_is_loaded_beside_the_one_before_and_committed_after_it(TestDatabase db) throws Exception {
        try (PostgresSession session = session()) {
            begin(session, FIRST);
            for (int round = 0; round < 4; round++) {
                List<TargetData> next = page(2, "next " + round);
                session.load(order(page(1, "before " + round), connection -> {
                    session.ahead(next);
                    awaitAhead(db, 2);
                }));
                assertThat(db.<Long>value(WAITING)).isOne();
                assertThat(db.<String>value("select a from t where id = 2")).isNotEqualTo("next " + round);
                assertThat(load(session, next)).containsEntry("t", counts(1, 0, 1, 0, 0));
                assertThat(db.<String>value("select a from t where id = 2")).isEqualTo("next " + round);
                assertThat(db.<Long>value(WAITING)).isZero();
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
    void new_rows_are_copied_into_their_table_beside_those_of_the_page_before(TestDatabase db) throws Exception {
        try (PostgresSession session = session()) {
            begin(session, page(11, "new"));
            List<TargetData> next = page(13, "new");
            session.load(order(page(12, "new"), connection -> {
                session.ahead(next);
                awaitAhead(db, 2);
            }));
            assertThat(load(session, next)).containsEntry("t", counts(1, 1, 0, 0, 0));
            assertThat(session.attempts()).isEqualTo(2);
        }
        assertThat(db.<Long>value("select count(*) from t where a = 'new'")).isEqualTo(3);
    }

    @Test
    void a_page_that_has_a_key_of_the_one_before_is_merged_in_its_turn(TestDatabase db) throws Exception {
        try (PostgresSession session = session()) {
            begin(session, FIRST);
            List<TargetData> next = page(2, "old");
            session.load(order(page(2, "new"), connection -> {
                session.ahead(next);
                awaitAhead(db, 1);
            }));
            assertThat(load(session, next)).containsEntry("t", counts(1, 0, 1, 0, 0));
            assertThat(db.<String>value("select a from t where id = 2")).isEqualTo("old");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create trigger g after update on t for each row execute function f()",
                "create table c (t int references t on update cascade)",
            })
    void a_page_whose_writes_may_reach_further_than_its_rows_is_merged_in_its_turn(String ddl, TestDatabase db)
            throws Exception {
        db.execute("create function f() returns trigger language plpgsql as 'begin return null; end'", ddl);
        try (PostgresSession session = session()) {
            begin(session, FIRST);
            session.load(order(SECOND, connection -> {
                session.ahead(THIRD);
                awaitAhead(db, 1);
            }));
            assertThat(load(session, THIRD)).containsEntry("t", counts(1, 0, 1, 0, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table t add check (looks(id))",
                "alter table t add check (id |? id)",
                "alter table t add b bool default looks(1)",
                "create domain d as text check (looks(length(value))); alter table t alter a type d",
                "create domain d as bool default looks(1); alter table t add b d[], add c d",
                "create domain d as text check (looks(length(value))); create domain e as d; alter table t add b e[]"
            })
    void a_page_whose_checks_may_look_at_the_page_before_is_loaded_in_its_turn(String ddl, TestDatabase db)
            throws Exception {
        db.execute(
                "create function looks(int) returns bool language plpgsql as"
                        + " 'begin return (select count(*) < 9 from t); end'",
                "create function looks(int, int) returns bool language sql as 'select looks($1)'",
                "create operator |? (function = looks, leftarg = int, rightarg = int)");
        db.execute(ddl.split(";"));
        try (PostgresSession session = session()) {
            // Those that are there are merged, new ones are copied.
            for (int id : List.of(1, 11)) {
                begin(session, page(id, "next"));
                List<TargetData> next = page(id + 2, "next");
                session.load(order(page(id + 1, "next"), connection -> {
                    session.ahead(next);
                    Awaitility.await()
                            .pollInSameThread()
                            .pollDelay(Duration.ZERO)
                            .pollInterval(Duration.ofMillis(20))
                            .during(Duration.ofMillis(100))
                            .atMost(Duration.ofSeconds(2))
                            .until(() -> db.<Long>value(PREPARED) == 0);
                    assertThat(db.<Long>value(MERGED)).isOne();
                }));
                load(session, next);
            }
        }
    }

    @Test
    void what_the_page_before_wrote_meanwhile_is_not_taken_for_its_own(TestDatabase db) throws Exception {
        db.execute(
                """
                create function keep() returns trigger language plpgsql as
                'begin if new.a = ''kept out'' then return null; end if; return new; end'
                """,
                "create trigger g before update on t for each row execute function keep()");
        try (PostgresSession session = session()) {
            begin(session, FIRST);
            List<TargetData> same = page(3, "before");
            session.load(order(SECOND, connection -> {
                session.ahead(same);
                awaitAhead(db, 1);
                write(connection);
            }));
            List<TargetData> keptOut = page(3, "kept out");
            assertThat(session.load(order(same, connection -> {
                                session.ahead(keptOut);
                                awaitAhead(db, 1);
                                write(connection);
                            }))
                            .tables())
                    .containsEntry("t", counts(1, 0, 0, 0, 1));
            assertThatThrownBy(() -> load(session, keptOut)).hasMessageContaining("was not updated");
        }
    }

    /** By a number that is higher than that of the page which is loaded ahead. */
    private static void write(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("savepoint later; update t set a = 'before' where id = 3; release later");
        }
    }

    @Test
    void a_page_gives_way_when_the_one_before_waits_for_what_it_holds(TestDatabase db) throws Exception {
        try (PostgresSession session = new PostgresSession(into(pool, table("t"), table("o")), "run")) {
            begin(session, FIRST);
            List<TargetData> next = List.of(data("o", "id t", record(2, 7)));
            session.load(order(SECOND, connection -> {
                session.ahead(next);
                awaitAhead(db, 2);
                try (Statement statement = connection.createStatement()) {
                    statement.execute("insert into o values (3, 7); delete from o where id = 3");
                }
            }));
            assertThat(load(session, next)).containsEntry("o", counts(1, 1, 0, 0, 0));
        }
    }

    @Test
    void a_page_gives_way_when_the_one_before_queues_behind_somebody_who_waits_for_it(TestDatabase db)
            throws Exception {
        try (PostgresSession session = new PostgresSession(into(pool, table("t"), table("o")), "run");
                Connection other = db.connect()) {
            begin(session, FIRST);
            List<TargetData> next = List.of(data("o", "id t", record(2, 7)));
            CompletableFuture<Void> altered = new CompletableFuture<>();
            session.load(order(SECOND, connection -> {
                session.ahead(next);
                awaitAhead(db, 2);
                altered.completeAsync(() -> {
                    try (Statement statement = other.createStatement()) {
                        statement.execute("alter table o add column more int");
                        return null;
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                });
                Awaitility.await()
                        .until(() -> db.<Boolean>value("select exists (select from pg_locks where not granted"
                                + " and mode = 'AccessExclusiveLock')"));
                ask(connection);
            }));
            altered.get(30, TimeUnit.SECONDS);
            assertThatThrownBy(() -> load(session, next)).hasMessageContaining("was altered");
            assertThat(load(session, next)).containsEntry("o", counts(1, 1, 0, 0, 0));
        }
    }

    @Test
    void a_page_that_waits_for_somebody_else_is_loaded_in_its_turn(TestDatabase db) throws Exception {
        try (PostgresSession session = session();
                Connection other = db.connect()) {
            begin(session, FIRST);
            other.setAutoCommit(false);
            try (Statement statement = other.createStatement()) {
                statement.execute("update t set a = 'held' where id = 3");
            }
            session.load(order(SECOND, connection -> {
                session.ahead(THIRD);
                // It is staged, and has let go of what it waited for; the other one holds the table, too.
                awaitAhead(db, 2);
            }));
            other.rollback();
            assertThat(load(session, THIRD)).containsEntry("t", counts(1, 0, 1, 0, 0));
        }
    }

    @Test
    void the_merge_in_its_turn_sees_what_the_page_before_and_others_have_committed_meanwhile(TestDatabase db)
            throws Exception {
        try (PostgresSession session = session()) {
            begin(session, FIRST);
            List<TargetData> next = page(2, "newer");
            session.load(order(page(2, "new"), connection -> {
                session.ahead(next);
                awaitAhead(db, 1);
            }));
            db.execute("update t set a = 'newer' where id = 2");
            assertThat(load(session, next)).containsEntry("t", counts(1, 0, 0, 0, 1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void a_pool_that_has_none_to_spare_keeps_what_it_has(int connections, TestDatabase db) throws Exception {
        pool.setMaxTotal(connections);
        try (PostgresSession session = session()) {
            begin(session, FIRST);
            session.ahead(THIRD);
            load(session, SECOND);
            assertThat(load(session, THIRD)).containsEntry("t", counts(1, 0, 1, 0, 0));
            assertThat(pool.getNumActive()).isOne();
        }
    }

    @Test
    void a_page_that_comes_to_be_loaded_in_another_form_is_rolled_back(TestDatabase db) throws Exception {
        try (PostgresSession session = session()) {
            begin(session, FIRST);
            session.load(order(FIRST, connection -> {
                session.ahead(SECOND);
                awaitAhead(db, 2);
            }));
            assertThat(load(session, THIRD)).containsEntry("t", counts(1, 0, 1, 0, 0));
            assertThat(db.<String>value("select a from t where id = 2")).isEqualTo("old");
            assertThat(db.<Long>value(WAITING)).isZero();
            assertThat(load(session, SECOND)).containsEntry("t", counts(1, 0, 1, 0, 0));
        }
        assertThat(pool.getNumActive()).isZero();
    }

    @Test
    void a_page_is_not_taken_when_another_came_between(TestDatabase db) throws Exception {
        try (PostgresSession session = session()) {
            begin(session, FIRST);
            session.ahead(SECOND);
            load(session, page(2, "between"));
            assertThat(load(session, SECOND)).containsEntry("t", counts(1, 0, 1, 0, 0));
            assertThat(db.<String>value("select a from t where id = 2")).isEqualTo("x");
        }
    }

    @Test
    void a_failure_of_the_page_before_takes_the_page_with_it(TestDatabase db) throws Exception {
        try (PostgresSession session = session()) {
            begin(session, FIRST);
            assertThatThrownBy(() -> session.load(order(THIRD, connection -> {
                        session.ahead(SECOND);
                        awaitAhead(db, 2);
                        throw new SQLException("no more", "55000");
                    })))
                    .hasMessageContaining("no more");
            assertThat(db.<Long>value(WAITING)).isZero();
            assertThat(pool.getNumActive()).isZero();
            assertThat(load(session, SECOND)).containsEntry("t", counts(1, 0, 1, 0, 0));
            assertThat(db.query("select a from t order by id"))
                    .extracting(row -> row.get("a"))
                    .containsExactly("x", "x", "old");
        }
    }

    @Test
    void a_run_that_ends_before_the_pages_turn_leaves_nothing(TestDatabase db) throws Exception {
        try (PostgresSession session = session()) {
            begin(session, FIRST);
            session.load(order(FIRST, connection -> {
                session.ahead(SECOND);
                awaitAhead(db, 2);
            }));
        }
        assertThat(db.<Long>value(WAITING)).isZero();
        assertThat(pool.getNumActive()).isZero();
        assertThat(db.<String>value("select a from t where id = 2")).isEqualTo("old");
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_run_can_end_or_fail_at_any_moment_of_the_page_that_is_loaded_ahead(TestDatabase db) {
        Seeded.times(10).play("LoadedAheadTest, ends", seed -> {
            Random random = Seeded.random(seed);
            boolean fails = random.nextBoolean();
            try (PostgresSession session = session()) {
                begin(session, FIRST);
                PageOrder order = order(FIRST, connection -> {
                    session.ahead(SECOND);
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("select pg_sleep(" + random.nextInt(12) + " / 1000.0)");
                    }
                    if (fails) {
                        throw new SQLException("no more", "55000");
                    }
                });
                try {
                    session.load(order);
                } catch (EtlException e) {
                    assertThat(e).hasMessageContaining("no more");
                }
            }
            assertThat(pool.getNumActive()).isZero();
            assertThat(db.<Long>value(WAITING)).isZero();
        });
    }

    @Test
    void what_cannot_be_staged_is_told_when_its_turn_comes() throws Exception {
        List<TargetData> bad = List.of(data("t", "id a", record(2, "x"), record("no number", "x")));
        try (PostgresSession session = session()) {
            begin(session, FIRST);
            session.ahead(bad);
            begin(session, FIRST);
            assertThatThrownBy(() -> load(session, bad))
                    .isInstanceOf(BadRecordException.class)
                    .hasMessageContaining("no number");
            assertThat(load(session, SECOND)).containsEntry("t", counts(1, 0, 1, 0, 0));
        }
    }

    @Test
    void a_page_whose_session_was_ended_meanwhile_is_loaded_all_the_same(TestDatabase db) throws Exception {
        try (PostgresSession session = session()) {
            begin(session, FIRST);
            session.load(order(FIRST, connection -> {
                session.ahead(SECOND);
                awaitAhead(db, 2);
            }));
            db.execute("do $$ begin perform pg_terminate_backend(pid, 5000) from pg_stat_activity"
                    + " where datname = current_database() and state = 'idle in transaction'; end $$");
            assertThatThrownBy(() -> session.load(order(SECOND, LoadedAheadTest::ask)))
                    .isInstanceOfSatisfying(EtlException.class, failure -> assertThat(failure.isTransient())
                            .isTrue());
            assertThat(load(session, SECOND)).containsEntry("t", counts(1, 0, 1, 0, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table T (id int primary key, a text, v int)",
                "create table T (id money primary key, a text, v int)",
                "create table T (id text primary key, a text, v int)",
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
        Seeded.times(1).play("LoadedAheadTest", seed -> {
            db.execute("truncate turn_parent, turn, ahead_parent, ahead");
            Random random = Seeded.random(seed);
            boolean parents = ddl.contains("references");
            boolean deletes = random.nextBoolean();
            int keys = random.nextBoolean() ? 8 : 60;
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
                        Object id = random.nextInt(60) == 0 ? "none" : random.nextInt(keys);
                        records.add(record(id, a, random.nextInt(5), deletes && random.nextInt(6) == 0));
                    }
                    pages.add(page("turn", parents && random.nextInt(3) > 0, kin, records));
                    same.add(page("ahead", pages.get(page).size() > 1, kin, records));
                }
                for (int page = 0; page < pages.size(); page++) {
                    if (page + 1 < pages.size() && random.nextInt(6) > 0) {
                        ahead.ahead(same.get(page + 1));
                    }
                    String expected = outcome(turn, pages.get(page), 0);
                    assertThat(outcome(ahead, same.get(page), random.nextInt(3) * 10))
                            .isEqualTo(expected.replace("turn", "ahead"));
                    assertThat(db.query("select * from ahead order by id"))
                            .isEqualTo(db.query("select * from turn order by id"));
                }
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

    /** @param millis how long the page lasts at least */
    private static String outcome(PostgresSession session, List<TargetData> page, int millis) throws Exception {
        List<RejectedRecord> rejected = new ArrayList<>();
        TransactionStep keep = (connection, leftOut, counts) -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("select pg_sleep(" + millis + " / 1000.0)");
            }
            rejected.addAll(leftOut.rejected());
            return new Kept(leftOut, 0);
        };
        try {
            return session.load(new PageOrder(page, new PageLimits(3, 0), Map.of(), List.of(), false, keep, false))
                            .tables()
                    + " "
                    + rejected.stream()
                            .map(record -> record.key() + record.sqlState())
                            .toList();
        } catch (EtlException e) {
            return "failed";
        }
    }
}
