package io.cameletl.postgres;

import static io.cameletl.postgres.Loads.counts;
import static io.cameletl.postgres.Loads.data;
import static io.cameletl.postgres.Loads.deletable;
import static io.cameletl.postgres.Loads.into;
import static io.cameletl.postgres.Loads.many;
import static io.cameletl.postgres.Loads.record;
import static io.cameletl.postgres.Loads.table;
import static io.cameletl.postgres.Loads.versioned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.TargetData;
import io.cameletl.pipeline.RejectedRecord;
import io.cameletl.testing.FaultyDataSource;
import io.cameletl.testing.StatementHook.When;
import io.cameletl.testing.StatementLog;
import io.cameletl.testing.TestDatabase;
import io.cameletl.testing.WithPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Each kind of bad record is set aside with its reason, and the others are loaded. */
@WithPostgres
class RejectKindsTest {
    private static final String COLUMNS = "id n small a code ref mail";

    @Test
    void each_kind_of_error_is_rejected_with_its_state_and_reason(TestDatabase db) {
        createTable(db);
        Object[][] bad = {
            record(10, "seven", 1, "a", "x", 1, "m10"),
            record(11, 1, 99_999, "a", "x", 1, "m11"),
            record(12, 1, 1, null, "x", 1, "m12"),
            record(13, 1, 1, "a", "x", 99, "m13"),
            record(14, 1, 1, "a", "x", 1, "taken"),
            record(15, -1, 1, "a", "x", 1, "m15"),
            record(16, 1, 1, "a\0b", "x", 1, "m16"),
            record(17, 1, 1, "a", "upper", 1, "m17"),
            record(18, 1, 1, "much too long", "x", 1, "m18"),
            record(19, new Object(), 1, "a", "x", 1, "m19"),
            record(null, 1, 1, "a", "x", 1, "m20")
        };
        Object[][] page = new Object[100][];
        for (int i = 0; i < 100; i++) {
            page[i] = record(1_000 + i, i, 1, "a", "x", i % 2 == 0 ? 1 : null, "m" + (1_000 + i));
        }
        for (int i = 0; i < bad.length; i++) {
            page[9 * i + 3] = bad[i];
        }

        Rejecting loaded = Rejecting.load(into(db), 11, data("t", COLUMNS, page));

        assertThat(loaded.given()).isEqualTo(loaded.written().rejected());
        assertThat(loaded.given())
                .extracting(RejectedRecord::key, RejectedRecord::sqlState)
                .containsExactly(
                        kind("id = 10", "22P02"),
                        kind("id = 11", "22003"),
                        kind("id = 12", "23502"),
                        kind("id = 13", "23503"),
                        kind("id = 14", "23505"),
                        kind("id = 15", "23514"),
                        kind("id = 16", null),
                        kind("id = 17", "23514"),
                        kind("id = 18", "22001"),
                        kind("id = 19", null),
                        kind("id = null", "23502"));
        assertThat(loaded.given())
                .extracting(RejectedRecord::reason)
                .satisfiesExactly(
                        n -> assertThat(n).startsWith("column n: ").contains("'seven'"),
                        small -> assertThat(small).startsWith("column small: ").contains("'99999'"),
                        a -> assertThat(a).startsWith("column a: ").contains("NULL"),
                        ref -> assertThat(ref).contains("\"refers\"", "there is no \"public\".\"parent\"", "= 99"),
                        mail -> assertThat(mail).contains("\"one_mail\""),
                        n -> assertThat(n).contains("\"positive\""),
                        a -> assertThat(a).startsWith("column a: ").contains("NUL"),
                        code -> assertThat(code).startsWith("column code: ").contains("'upper'"),
                        a -> assertThat(a).startsWith("column a: ").contains("'much too long'"),
                        n -> assertThat(n).startsWith("column n: ").contains("java.lang.Object"),
                        id -> assertThat(id).startsWith("column id: "));
        assertThat(loaded.given().get(0).record())
                .isEqualTo("{\"id\":\"10\",\"n\":\"seven\",\"small\":\"1\",\"a\":\"a\",\"code\":\"x\",\"ref\":\"1\","
                        + "\"mail\":\"m10\"}");
        assertThat(loaded.given().get(6).record()).contains("\"a\":\"a\\u0000b\"");
        assertThat(loaded.tables()).containsEntry("t", counts(100, 89, 0, 0, 0));
        assertThat(db.<Long>value("select count(*) from t where id >= 1000")).isEqualTo(89);
        assertThat(db.count("t")).isEqualTo(90);
    }

    @Test
    void deletes_of_what_is_still_needed_are_rejected(TestDatabase db) {
        db.execute(
                "create table parent (id int primary key)",
                "create table child (id int primary key, parent int constraint needs references parent)",
                "insert into parent select generate_series(1, 100)",
                "insert into child values (1, 7), (2, 50), (3, 51)");

        Rejecting loaded = Rejecting.load(
                into(db, deletable("parent"), deletable("child")),
                10,
                many("parent", "id gone", 1, 101, i -> record(i, true)),
                data("child", "id parent gone", record(3, null, true), record(2, 101, null)),
                data("parent", "id gone", record(101, false)));

        assertThat(loaded.keys()).containsExactly("id = 7");
        assertThat(loaded.only().reason()).contains("\"needs\"");
        assertThat(loaded.tables())
                .isEqualTo(Map.of("parent", counts(101, 1, 0, 99, 0), "child", counts(2, 0, 1, 1, 0)));
        assertThat(db.query("select id from parent order by id")).containsExactly(Map.of("id", 7), Map.of("id", 101));
    }

    @Test
    void a_value_given_up_later_in_the_page_is_no_reason_to_reject(TestDatabase db) {
        db.execute(
                "create table t (id int primary key, mail text unique, n int check (n > 0))",
                "insert into t select i, 'm' || i, 1 from generate_series(1, 100) as i");

        Rejecting loaded = Rejecting.load(
                into(db), 1, data("t", "id mail n", record(200, "m1", 1), record(3, "m3", -1), record(1, "free", 1)));

        assertThat(loaded.keys()).containsExactly("id = 3");
        assertThat(db.<String>value("select string_agg(mail, ' ' order by id) from t where id in (1, 3, 200)"))
                .isEqualTo("free m3 m1");
    }

    @Test
    void rows_that_refer_to_rows_of_their_own_table_load_in_any_order(TestDatabase db) {
        db.execute("create table t (id int primary key, boss int references t, n int check (n > 0))");

        Rejecting loaded = Rejecting.load(
                into(db),
                20,
                many("t", "id boss n", 0, 1_000, i -> record(i, i == 999 ? null : (i + 1_000) / 2, i == 900 ? -1 : 1)));

        // 900 is the boss of 800 and 801, and so on down.
        assertThat(loaded.given())
                .filteredOn(reject -> !reject.key().equals("id = 900"))
                .allSatisfy(reject -> assertThat(reject.reason()).contains("its parent", "was rejected"));
        assertThat(loaded.keys()).hasSize(1 + 2 + 4 + 8).contains("id = 200", "id = 603", "id = 801", "id = 900");
        assertThat(db.count("t")).isEqualTo(1_000 - 15);
        assertThat(db.count("t where id >= 900")).isEqualTo(99);
    }

    @Test
    void of_a_key_that_comes_twice_only_the_last_is_rejected_and_no_older_one_is_loaded(TestDatabase db) {
        db.execute("create table t (id int primary key, n int check (n > 0))");

        Rejecting loaded = Rejecting.load(
                into(db),
                5,
                data(
                        "t",
                        "id n",
                        record(1, 1),
                        record(2, -1),
                        record(1, -1),
                        record(2, 2),
                        record(3, "x"),
                        record(3, 3)));

        assertThat(loaded.only().record()).isEqualTo("{\"id\":\"1\",\"n\":\"-1\"}");
        assertThat(loaded.tables()).containsEntry("t", counts(6, 2, 0, 0, 3));
        assertThat(db.query("select * from t order by id"))
                .containsExactly(Map.of("id", 2, "n", 2), Map.of("id", 3, "n", 3));
    }

    @Test
    void an_outdated_record_is_no_orphan(TestDatabase db) {
        db.execute(
                "create table p (id int primary key)",
                "create table t (id int primary key, p int references p, version int)",
                "insert into t values (1, null, 5)");

        Rejecting loaded = Rejecting.load(
                into(db, versioned("t")),
                5,
                data("t", "id p version gone", record(1, 99, 4, null), record(2, 99, 1, null)));

        assertThat(loaded.keys()).containsExactly("id = 2");
        assertThat(loaded.tables()).containsEntry("t", counts(2, 0, 0, 0, 1));
    }

    @Test
    void a_parent_that_may_not_be_read_is_found_missing_all_the_same(TestDatabase db) {
        db.execute(
                "create table p (id int primary key)",
                "create table t (id int primary key, p int references p)",
                "insert into p values (1)");
        String role = "loader_" + db.name();
        db.execute(
                "create role " + role + " login password 'loader'",
                "grant select, insert, update, delete on t to " + role,
                "grant temporary on database " + db.name() + " to " + role);
        PGSimpleDataSource loader = new PGSimpleDataSource();
        loader.setUrl(db.url());
        loader.setUser(role);
        loader.setPassword("loader");
        try {
            Rejecting loaded = Rejecting.load(
                    into(loader, table("t")), 5, many("t", "id p", 0, 100, i -> record(i, i == 7 ? 2 : 1)));
            assertThat(loaded.keys()).containsExactly("id = 7");
            db.execute("revoke insert on t from " + role);
            assertThatThrownBy(() -> Rejecting.load(into(loader, table("t")), 5, data("t", "id p", record(200, 1))))
                    .isInstanceOf(EtlException.class)
                    .hasMessageContaining("42501");
        } finally {
            db.execute("drop owned by " + role, "drop role " + role);
        }
        assertThat(db.count("t")).isEqualTo(99);
    }

    @Test
    void unlogged_staging_and_a_custom_commit_get_the_good_ones(TestDatabase db) {
        db.execute("create table t (id int primary key, n int)");
        PostgresTargetSpec unlogged = new PostgresTargetSpec(
                "p", db.dataSource(), List.of(table("t")), StagingKind.UNLOGGED, null, null, null, false);
        PostgresTargetSpec custom = new PostgresTargetSpec(
                "p",
                db.dataSource(),
                List.of(table("t")),
                StagingKind.TEMP,
                null,
                new SqlCommit("commit.sql", "insert into t select id, n from ${staging.t}"),
                null,
                false);

        Rejecting first = Rejecting.load(unlogged, 5, many("t", "id n", 0, 100, i -> record(i, i == 7 ? "x" : i)));
        Rejecting second = Rejecting.load(custom, 5, many("t", "id n", 100, 200, i -> record(i, i == 107 ? "x" : i)));

        assertThat(first.keys()).containsExactly("id = 7");
        assertThat(second.keys()).containsExactly("id = 107");
        assertThat(db.count("t")).isEqualTo(198);
        assertThat(db.count("pg_class where relname like 'etl%'")).isZero();
    }

    @Test
    void a_session_goes_on_after_a_page_with_rejects(TestDatabase db) {
        db.execute("create table t (id int primary key, n int check (n > 0))");
        try (PostgresSession session = new PostgresTarget(into(db, table("t"))).open("run")) {
            for (int page = 0; page < 3; page++) {
                int first = page * 10;
                assertThat(Rejecting.load(
                                        session,
                                        3,
                                        many("t", "id n", first, first + 10, i -> record(i, i == first + 4 ? -1 : 1)))
                                .keys())
                        .containsExactly("id = " + (first + 4));
                assertThat(Rejecting.load(session, 3, data("t", "id n", record(1_000 + page, 1)))
                                .tries())
                        .isEqualTo(2);
            }
            assertThatThrownBy(() -> Loads.load(session, data("t", "id n", record(5_000, -1))))
                    .hasMessageContaining("record 1 (id = 5000)");
        }
        assertThat(db.count("t")).isEqualTo(30);
    }

    @Test
    void a_good_page_costs_no_statement_more(TestDatabase db) {
        db.execute("create table t (id int primary key)", "create table c (id int primary key, t int references t)");
        StatementLog log = new StatementLog(db.dataSource());
        List<List<String>> sent = new ArrayList<>();
        for (int allowed : new int[] {0, 1_000}) {
            try (PostgresSession session = new PostgresTarget(into(log, table("t"), table("c"))).open("run")) {
                Rejecting.load(
                        session, allowed, data("t", "id", record(allowed)), data("c", "id t", record(allowed, 0)));
                log.clear();
                Rejecting.load(session, allowed, data("t", "id", record(7)), data("c", "id t", record(7, 7)));
                sent.add(log.all().stream()
                        .map(sql -> sql.replaceAll("etl_[0-9a-f]{16}", "etl"))
                        .toList());
            }
        }
        assertThat(sent.get(1)).isEqualTo(sent.get(0));
    }

    @Test
    void a_passing_failure_at_any_statement_of_the_search_rejects_nothing(TestDatabase db) {
        db.execute(
                "create table p (id int primary key)",
                "create table t (id int primary key, n int check (n > 0), p int references p)");
        FaultyDataSource faulty = new FaultyDataSource(db.dataSource());
        int[] statements = {0};
        faulty.arm((sql, when) -> statements[0] += when == When.BEFORE ? 1 : 0);
        TargetData page = many("t", "id n p", 0, 8, i -> record(i, i == 5 ? "x" : i == 6 ? -1 : 1, i == 2 ? 99 : null));
        PostgresTargetSpec spec = into(faulty, table("t"));
        assertThat(Rejecting.load(spec, 5, page).keys()).containsExactly("id = 2", "id = 5", "id = 6");
        db.execute("truncate t cascade");
        int commit = statements[0];
        for (int n = 1; n <= commit; n++) {
            faulty.arm(FaultyDataSource.failOnce(n, When.BEFORE, "40001"));
            try (PostgresSession session = new PostgresTarget(spec).open("run")) {
                boolean failed = false;
                try {
                    Rejecting.load(session, 5, page);
                } catch (EtlException e) {
                    failed = true;
                }
                faulty.disarm();
                assertThat(db.count("t")).as("statement %s", n).isEqualTo(failed ? 0 : 5);
                assertThat(Rejecting.load(session, 5, page).keys()).containsExactly("id = 2", "id = 5", "id = 6");
            }
            db.execute("truncate t");
        }
    }

    private static Tuple kind(String key, @Nullable String state) {
        return Tuple.tuple(key, state);
    }

    private static void createTable(TestDatabase db) {
        db.execute(
                "create domain lower_case as text check (value = lower(value) and length(value) < 4)",
                "create table parent (id int primary key)",
                """
                create table t (
                  id int primary key,
                  n int constraint positive check (n >= 0),
                  small smallint,
                  a varchar(5) not null,
                  code lower_case,
                  ref int constraint refers references parent,
                  mail text constraint one_mail unique)""",
                "insert into parent values (1)",
                "insert into t values (1, 1, 1, 'a', 'x', 1, 'taken')");
    }
}
