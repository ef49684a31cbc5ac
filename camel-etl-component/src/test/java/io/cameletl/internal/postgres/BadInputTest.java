package io.cameletl.internal.postgres;

import static io.cameletl.internal.postgres.support.Loads.checkStart;
import static io.cameletl.internal.postgres.support.Loads.counts;
import static io.cameletl.internal.postgres.support.Loads.data;
import static io.cameletl.internal.postgres.support.Loads.deletable;
import static io.cameletl.internal.postgres.support.Loads.into;
import static io.cameletl.internal.postgres.support.Loads.load;
import static io.cameletl.internal.postgres.support.Loads.many;
import static io.cameletl.internal.postgres.support.Loads.record;
import static io.cameletl.internal.postgres.support.Loads.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.BadRecordException;
import io.cameletl.EtlException;
import io.cameletl.TargetData;
import io.cameletl.internal.postgres.plan.TableSpec;
import io.cameletl.internal.postgres.support.Loads;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** What cannot be loaded says so, names the culprit, and leaves nothing behind. */
@WithPostgres
class BadInputTest {
    private static final Object[][] NOBODY = {};

    @Test
    void a_value_that_does_not_fit_is_named_with_its_record_and_column(TestDatabase db) {
        db.execute("create table t (id int primary key, a text, n int)");
        TargetData page = many(
                "t", "id a n", 0, 1000, i -> record(i, "x", i == 713 ? "seven".repeat(100) : i == 900 ? "too" : i));

        refused(db, page)
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("table t, record 714 (id = 713), column n")
                .hasMessageContaining("'sevenseven")
                .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(600));
    }

    @Test
    void a_value_that_is_too_long_is_named(TestDatabase db) {
        db.execute("create table t (id int primary key, a varchar(3))");

        refused(db, data("t", "id a", record(1, "abc"), record(2, "abcd")))
                .hasMessageContaining("record 2 (id = 2), column a")
                .hasMessageContaining("'abcd'");
    }

    @Test
    void a_nul_in_a_text_is_named(TestDatabase db) {
        db.execute("create table t (id int primary key, a text)");

        refused(db, data("t", "id a", record(1, "fine"), record(2, "a\0b")))
                .hasMessageContaining("record 2 (id = 2), column a")
                .hasMessageContaining("NUL");
    }

    @Test
    void a_null_in_the_key_is_named(TestDatabase db) {
        db.execute("create table t (id int primary key, a text)");

        refused(db, data("t", "id a", record(1, "fine"), record(null, "keyless")))
                .hasMessageContaining("record 2 (id = null), column id")
                .hasMessageContaining("must not be NULL");
    }

    @Test
    void a_null_where_none_may_be_is_named(TestDatabase db) {
        db.execute("create table t (id int primary key, a text not null)");

        refused(db, data("t", "id a", record(1, "fine"), record(2, null)))
                .hasMessageContaining("record 2 (id = 2), column a")
                .hasMessageContaining("must not be NULL");
    }

    @Test
    void a_check_that_does_not_hold_is_named(TestDatabase db) {
        db.execute("create table t (id int primary key, n int constraint small check (n < 10))");

        refused(db, data("t", "id n", record(1, 9), record(2, 10)))
                .hasMessageContaining("record 2 (id = 2)")
                .hasMessageContaining("\"small\"");
    }

    @Test
    void a_unique_value_that_another_row_has_is_named(TestDatabase db) {
        db.execute(
                "create table t (id int primary key, mail text constraint one_mail unique)",
                "insert into t values (1, 'a')");

        refused(db, data("t", "id mail", record(2, "b"), record(3, "a")))
                .hasMessageContaining("record 2 (id = 3)")
                .hasMessageContaining("\"one_mail\"");
    }

    @Test
    void a_parent_that_is_not_there_or_still_needed_is_named(TestDatabase db) {
        db.execute(
                "create table parent (id int primary key)",
                "create table child (id int primary key, parent int constraint of_parent references parent)",
                "insert into parent values (1)",
                "insert into child values (1, 1)");

        refused(db, data("child", "id parent", record(2, 1), record(3, 99)))
                .hasMessageContaining("table child, record 2 (id = 3)")
                .hasMessageContaining("\"of_parent\"");
        assertThatThrownBy(() -> load(into(db, deletable("parent")), data("parent", "id gone", record(1, true))))
                .hasMessageContaining("table parent, record 1 (id = 1)")
                .hasMessageContaining("\"of_parent\"");
        assertThat(db.count("child")).isOne();
    }

    @Test
    void unknown_and_generated_columns_are_refused(TestDatabase db) {
        db.execute("create table t (id int primary key, \"Name\" text, twice int generated always as (id * 2) stored)");

        refused(db, data("t", "id name", record(1, "x")))
                .hasMessageContaining("\"name\"")
                .hasMessageContaining("Did you mean \"Name\"?")
                .hasMessageContaining("[id, Name, twice]");
        refused(db, data("t", "id twice", record(1, 2))).hasMessageContaining("generates its values");
    }

    @Test
    void a_column_that_no_record_fills_is_refused_for_new_rows_only(TestDatabase db) {
        db.execute("create table t (id int primary key, a text not null, b text not null default 'b')");

        refused(db, data("t", "id", record(1))).hasMessageContaining("do not fill [a]");
        db.execute("insert into t values (1, 'a', 'b')");
        assertThat(load(into(db, deletable("t")), data("t", "id gone", record(1, true))))
                .containsEntry("t", counts(1, 0, 0, 1, 0));
    }

    @Test
    void records_that_lack_what_decides_over_them_are_refused(TestDatabase db) {
        db.execute("create table t (id int primary key, a text, version int)");

        refused(db, data("t", "a", record("x"))).hasMessageContaining("\"id\", which is the key");
        assertThatThrownBy(() -> load(into(db, Loads.versioned("t")), data("t", "id gone", record(1, null))))
                .hasMessageContaining("\"version\", which is the versionColumn");
        assertThatThrownBy(() -> load(into(db, deletable("t")), data("t", "id", record(1))))
                .hasMessageContaining("\"gone\", which is the deletedColumn");
    }

    @Test
    void tables_and_options_that_do_not_fit_are_refused_by_the_check(TestDatabase db) {
        db.execute(
                "create table keyless (id int)",
                "create table t (id int primary key, a int, b int)",
                "create unique index on t (a) where b > 0",
                "create unique index on t ((b + 1))",
                "create view v as select 1 as id");

        refusedByCheck(db, table("nowhere")).hasMessageContaining("no table \"nowhere\"");
        refusedByCheck(db, table("no.where")).hasMessageContaining("no table \"no\".\"where\"");
        refusedByCheck(db, table("T")).hasMessageContaining("no table \"T\"");
        refusedByCheck(db, table("keyless"))
                .hasMessageContaining("no primary key")
                .hasMessageContaining("keyColumns");
        refusedByCheck(db, table("v")).hasMessageContaining("a view");
        refusedByCheck(db, new TableSpec(table("t").table(), List.of("a"), null, null))
                .hasMessageContaining("no unique index over exactly");
        refusedByCheck(db, new TableSpec(table("t").table(), List.of("c"), null, null))
                .hasMessageContaining("keyColumns names \"c\"");
        refusedByCheck(db, new TableSpec(table("t").table(), List.of(), "v", null))
                .hasMessageContaining("versionColumn names \"v\"");
        assertThatThrownBy(() -> into(db, table("t"), table("t"))).hasMessageContaining("twice");
        checkStart(into(db, deletable("t")));
    }

    @Test
    void a_table_that_is_not_declared_is_refused(TestDatabase db) {
        db.execute("create table t (id int primary key)");

        assertThatThrownBy(() -> load(into(db, table("t")), data("public.t", "id", NOBODY)))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("pipeline \"p\"")
                .hasMessageContaining("table public.t");
    }

    @Test
    void a_missing_privilege_says_what_to_grant(TestDatabase db) {
        db.execute("create table t (id int primary key)", "revoke all on t from public");
        String role = "reader_" + db.name();
        db.execute("create role " + role + " login password 'reader'", "grant select on t to " + role);
        PGSimpleDataSource reader = new PGSimpleDataSource();
        reader.setUrl(db.url());
        reader.setUser(role);
        reader.setPassword("reader");
        try {
            assertThatThrownBy(() -> load(into(reader, table("t")), data("t", "id", record(1))))
                    .isInstanceOf(EtlException.class)
                    .hasMessageContaining("42501")
                    .hasMessageContaining("Grant");
        } finally {
            db.execute("drop owned by " + role, "drop role " + role);
        }
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(TestDatabase db, TargetData page) {
        long before = db.count(page.table());
        AbstractThrowableAssert<?, ? extends Throwable> failure = assertThatThrownBy(() -> load(into(db), page))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("pipeline \"p\"");
        assertThat(db.count(page.table())).isEqualTo(before);
        return failure;
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refusedByCheck(TestDatabase db, TableSpec table) {
        return assertThatThrownBy(() -> checkStart(into(db, table)))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("pipeline \"p\"");
    }
}
