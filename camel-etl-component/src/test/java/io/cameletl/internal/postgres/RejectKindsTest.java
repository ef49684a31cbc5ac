package io.cameletl.internal.postgres;

import static io.cameletl.internal.postgres.support.Loads.counts;
import static io.cameletl.internal.postgres.support.Loads.data;
import static io.cameletl.internal.postgres.support.Loads.deletable;
import static io.cameletl.internal.postgres.support.Loads.into;
import static io.cameletl.internal.postgres.support.Loads.many;
import static io.cameletl.internal.postgres.support.Loads.record;
import static io.cameletl.internal.postgres.support.Loads.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.StagingKind;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.postgres.page.SqlCommit;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.support.Rejecting;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
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

        assertThat(loaded.given()).isEqualTo(loaded.written().leftOut().rejected());
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
        db.execute("create table t (id int primary key, n int check (n <> 50))");
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

        assertThat(first.keys()).containsExactly("id = 7", "id = 50");
        assertThat(second.keys()).containsExactly("id = 107");
        assertThat(db.count("t")).isEqualTo(197);
        assertThat(db.count("pg_class where relname like 'etl%'")).isZero();
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
