package io.cameletl.internal.postgres;

import static io.cameletl.internal.postgres.support.Loads.counts;
import static io.cameletl.internal.postgres.support.Loads.data;
import static io.cameletl.internal.postgres.support.Loads.deletable;
import static io.cameletl.internal.postgres.support.Loads.into;
import static io.cameletl.internal.postgres.support.Loads.load;
import static io.cameletl.internal.postgres.support.Loads.many;
import static io.cameletl.internal.postgres.support.Loads.record;
import static io.cameletl.internal.postgres.support.Loads.table;
import static io.cameletl.internal.postgres.support.Loads.versioned;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.TableCounts;
import io.cameletl.TargetData;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.postgres.page.PostgresSession;
import io.cameletl.internal.postgres.plan.TableSpec;
import io.cameletl.internal.postgres.support.Rejecting;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** What one statement for a table, and one round trip for a page, must do as the several before them. */
@WithPostgres
class UpsertTest {
    @AfterEach
    void dropRole(TestDatabase db) {
        if (!db.query("select from pg_roles where rolname = '" + role(db) + "'").isEmpty()) {
            db.execute("drop owned by " + role(db), "drop role " + role(db));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {800, 900, 1598})
    void a_wide_table_is_merged(int width, TestDatabase db) {
        db.execute("create table t (id int primary key"
                + IntStream.range(1, width).mapToObj(i -> ", c" + i + " int2").collect(Collectors.joining()) + ")");
        String columns =
                "id" + IntStream.range(1, width).mapToObj(i -> " c" + i).collect(Collectors.joining());
        db.execute("insert into t (id, c1) values (1, 5), (2, 6)");

        assertThat(load(into(db, table("t")), data("t", columns, wide(width, 1, 1), wide(width, 3, null))))
                .containsEntry("t", counts(2, 1, 1, 0, 0));
        assertThat(load(into(db, table("t")), data("t", columns, wide(width, 1, 1), wide(width, 2, 7))))
                .containsEntry("t", counts(2, 0, 1, 0, 1));
        assertThat(db.<Integer>value("select sum(c" + (width - 1) + ")::int from t"))
                .isEqualTo(8);
    }

    private static Object[] wide(int width, int id, Object value) {
        Object[] record = new Object[width];
        Arrays.fill(record, value);
        record[0] = id;
        return record;
    }

    @Test
    void a_published_table_without_identity_takes_new_rows(TestDatabase db) {
        db.execute("create table t (id int not null unique, a text)", "create publication p for table t");
        TableSpec spec = new TableSpec(QualifiedName.parse("t"), List.of("id"), null, null);
        try (PostgresSession session = new PostgresSession(into(db, spec), "run")) {
            for (int page = 0; page < 3; page++) {
                assertThat(load(session, data("t", "id a", record(page, "x"), record(page + 10, "x"))))
                        .containsEntry("t", counts(2, 2, 0, 0, 0));
            }
        }
    }

    @Test
    void a_role_that_may_only_insert_loads_new_rows(TestDatabase db) {
        db.execute("create table t (id int primary key, a text)");
        PGSimpleDataSource role = role(db, "grant select, insert on t to ");
        try (PostgresSession session = new PostgresSession(into(role, table("t")), "run")) {
            for (int page = 0; page < 3; page++) {
                assertThat(load(session, data("t", "id a", record(page, "x"), record(page + 10, "x"))))
                        .containsEntry("t", counts(2, 2, 0, 0, 0));
            }
        }
    }

    @Test
    void a_role_with_rights_on_columns_loads_at_once(TestDatabase db) {
        db.execute("create table t (id int primary key, a text, secret text)", "insert into t values (1, 'old')");
        PGSimpleDataSource role = role(db, "grant select (id, a), insert (id, a), update (a) on t to ");
        Rejecting done = Rejecting.load(
                into(role, table("t")), 5, data("t", "id a", record(1, "x"), record(2, "x"), record(2, "y")));
        assertThat(done.tables()).containsEntry("t", counts(3, 1, 1, 0, 1));
        assertThat(done.attempts()).isEqualTo(2);
    }

    @Test
    void a_table_with_a_disabled_rule_is_merged(TestDatabase db) {
        db.execute(
                "create table t (id int primary key, a text)",
                "insert into t values (1, 'old')",
                "create rule r as on update to t do instead nothing",
                "alter table t disable rule r");
        assertThat(load(into(db, table("t")), data("t", "id a", record(1, "x"), record(2, "x"))))
                .containsEntry("t", counts(2, 1, 1, 0, 0));
    }

    @Test
    void a_driver_that_sets_savepoints_of_its_own_does_not_lose_ours(TestDatabase db) {
        db.execute("create table t (id int primary key, a int check (a > 0))", "insert into t values (1, 5)");
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(db.url());
        dataSource.setUser(db.user());
        dataSource.setPassword(db.password());
        dataSource.setAutosave(org.postgresql.jdbc.AutoSave.ALWAYS);
        Rejecting done =
                Rejecting.load(into(dataSource, table("t")), 5, data("t", "id a", record(1, 6), record(2, -1)));
        assertThat(done.keys()).containsExactly("id = 2");
    }

    @ParameterizedTest
    @CsvSource({
        "create table t (id int primary key; a text; version int), update t set version = 7; a = 'newer' where id = 1, 2 1 0 0 1",
        "create table t (id int primary key; a text; version int), update t set version = 1; a = 'older' where id = 1, 2 1 1 0 0",
        "create table t (id int primary key; a text; version int), update t set id = 9 where id = 1, 2 2 0 0 0",
        "create table t (id int primary key; a text; version int), delete from t where id = 1, 2 2 0 0 0",
        "create table t (id int primary key; a text; version int), insert into t values (2; 'theirs'; 1), 2 0 2 0 0",
        "create table t (id int primary key; a text; version int), insert into t values (2; 'theirs'; 9), 2 0 1 0 1",
        "create table t (id int primary key; a text; version int) partition by hash (id), update t set version = 7; a = 'newer' where id = 1, 2 1 0 0 1",
        "create table t (id int primary key; a text; version int) partition by hash (id), update t set version = 1; a = 'older' where id = 1, 2 1 1 0 0",
        "create table t (id int primary key; a text; version int) partition by hash (id), update t set id = 9 where id = 1, 2 2 0 0 0",
        "create table t (id int primary key; a text; version int) partition by hash (id), delete from t where id = 1, 2 2 0 0 0",
        "create table t (id int primary key; a text; version int) partition by hash (id), insert into t values (2; 'theirs'; 1), 2 0 2 0 0",
    })
    void what_another_writer_does_meanwhile_is_seen(String ddl, String deed, String expected, TestDatabase db)
            throws Exception {
        db.execute(ddl.replace(';', ','));
        if (ddl.contains("hash")) {
            db.execute("create table t0 partition of t for values with (modulus 1, remainder 0)");
        }
        db.execute("insert into t values (1, 'old', 1)");
        try (Connection other = db.connect();
                Statement writing = other.createStatement()) {
            other.setAutoCommit(false);
            writing.execute(deed.replace(';', ','));
            CompletableFuture<Map<String, TableCounts>> loading = CompletableFuture.supplyAsync(() -> load(
                    into(db, versioned("t")),
                    data("t", "id a version gone", record(1, "ours", 3, null), record(2, "ours", 3, null))));
            Awaitility.await()
                    .until(() ->
                            loading.isDone() || db.<Long>value("select count(*) from pg_locks where not granted") > 0);
            other.commit();
            int[] e = Arrays.stream(expected.split(" "))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            assertThat(loading.get(30, TimeUnit.SECONDS)).containsEntry("t", counts(e[0], e[1], e[2], e[3], e[4]));
        }
        assertThat(db.<Long>value("select count(*) from t where a = 'ours' or version > 3"))
                .isGreaterThan(1);
    }

    @Test
    void staging_holds_only_the_records_of_its_page(TestDatabase db) {
        db.execute("create table t (id int primary key, a text)", "create table u (id int primary key, a text)");
        try (PostgresSession session = new PostgresSession(into(db, deletable("t"), deletable("u")), "run")) {
            for (int round = 0; round < 3; round++) {
                String a = "x".repeat(1_000) + round;
                load(session, data("t", "id a gone", record(-1, a, null), record(-2, a, true)));
                load(session, big("t", 0, a), data("u", "id a gone", record(1, a, null)));
                load(session, data("u", "id a gone", record(1, a + 1, null)));
                load(session, data("t", "a id gone", record(a + 2, -1, null), record("b", -3, null)));
                load(session, new TargetData[0]);
                load(session, big("t", 0, a));
                Rejecting.load(session, 5, data("t", "id a gone", record(-1, "\0", null), record(-9, "x", null)));
                assertThat(load(session, data("t", "id a gone", record(-1, a, null), record(-9, "x", null)))
                                .get("t")
                                .staged())
                        .isEqualTo(2);
                assertThat(db.<String>value("select max(a) from t where id = 7"))
                        .isEqualTo(a);
                assertThat(load(session, data("t", "id a gone", record(-9, null, true), record(-3, null, true))))
                        .containsEntry("t", counts(2, 0, 0, 2, 0));
            }
        }
        assertThat(db.count("t")).isEqualTo(5_001);
    }

    private static TargetData big(String table, int from, String a) {
        return many(table, "id a gone", from, from + 5_000, i -> record(i, a, null));
    }

    private static PGSimpleDataSource role(TestDatabase db, String grant) {
        String role = role(db);
        db.execute("create role " + role + " login password 'loader'", grant + role);
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(db.url());
        dataSource.setUser(role);
        dataSource.setPassword("loader");
        return dataSource;
    }

    private static String role(TestDatabase db) {
        return "loader_" + db.name();
    }
}
