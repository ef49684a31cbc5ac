package io.cameletl.internal.postgres;

import static io.cameletl.internal.postgres.support.Loads.counts;
import static io.cameletl.internal.postgres.support.Loads.data;
import static io.cameletl.internal.postgres.support.Loads.deletable;
import static io.cameletl.internal.postgres.support.Loads.into;
import static io.cameletl.internal.postgres.support.Loads.load;
import static io.cameletl.internal.postgres.support.Loads.record;
import static io.cameletl.internal.postgres.support.Loads.table;
import static io.cameletl.internal.postgres.support.Loads.versioned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.BadRecordException;
import io.cameletl.EtlException;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.postgres.plan.TableSpec;
import io.cameletl.internal.postgres.support.Rejecting;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows are found, and versions compared, by the operators of index and type, whatever the search path shows. */
@WithPostgres
class OperatorsTest {
    @ParameterizedTest
    @ValueSource(strings = {"''", "public", "ext, public", "app"})
    void keys_of_an_extension_off_the_path_are_matched_and_deduplicated_and_deleted(String path, TestDatabase db) {
        db.execute(
                "create schema ext",
                "create schema app",
                "create extension citext schema ext",
                "create extension ltree schema ext",
                "create table public.t (k ext.citext, l ext.ltree, a text, version ext.citext, primary key (k, l))",
                "insert into public.t values ('Abc', 'a.b', 'old', 'V1'), ('gone', 'a', 'old', 'v1'),"
                        + " ('newer', 'a', 'row', 'v2')",
                "alter database " + db.name() + " set search_path = " + path);

        assertThat(load(
                        into(db, versioned("public.t")),
                        data(
                                "public.t",
                                "k l a version gone",
                                record("ABC", "a.b", "new", "v1", null),
                                record("GONE", "a", null, "V1", true),
                                record("Newer", "a", "older", "V1", null),
                                record("twice", "a.b", "first", "v1", null),
                                record("twice", "a.b", "last", "V1", null))))
                .containsEntry("public.t", counts(5, 1, 1, 1, 2));

        assertThat(db.<String>value("select string_agg(concat_ws(' ', k, l, a), ', ' order by a) from public.t"))
                .isEqualTo("twice a.b last, ABC a.b new, newer a row");
    }

    @Test
    void operators_that_somebody_put_before_those_of_postgres_are_not_used(TestDatabase db) {
        db.execute(
                "create table parent (id int primary key)",
                "create table t (id int primary key, parent int references parent, version int, a text)",
                "insert into parent values (1)",
                "insert into t values (1, 1, 5, 'row'), (2, 1, 5, 'row'), (3, 1, 5, 'row')",
                "create function never(int, int) returns bool language sql immutable as 'select false'",
                "create operator = (leftarg = int, rightarg = int, function = never)",
                "create operator >= (leftarg = int, rightarg = int, function = never)",
                "create operator > (leftarg = int, rightarg = int, function = never)",
                "create function nothing(int, int) returns int language sql immutable as 'select 0'",
                "create operator - (leftarg = int, rightarg = int, function = nothing)",
                "alter database " + db.name() + " set search_path = public, pg_catalog");

        Rejecting loaded = Rejecting.load(
                into(db, table("parent"), versioned("t")),
                10,
                data(
                        "t",
                        "id parent version a gone",
                        record(1, 1, 5, "new", null),
                        record(2, 1, 5, null, true),
                        record(3, 1, 4, "older", null),
                        record(4, 1, 1, "added", null),
                        record(4, 1, 2, "added last", null),
                        record(5, 7, 1, "orphan", null)));

        assertThat(loaded.keys()).containsExactly("id = 5");
        assertThat(loaded.tables()).containsEntry("t", counts(6, 1, 1, 1, 2));
        assertThat(db.<String>value("select string_agg(id || a, ' ' order by id) from t"))
                .isEqualTo("1new 3row 4added last");
    }

    @Test
    void the_key_is_compared_as_its_index_does_and_not_as_its_column(TestDatabase db) {
        db.execute(
                "create collation nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
                "create extension citext",
                "create table t (c text not null, d citext not null, a text)",
                "create unique index on t (c collate nocase, d text_ops)",
                "insert into t values ('Key', 'd', 'old')");
        TableSpec spec = new TableSpec(QualifiedName.parse("t"), List.of("c", "d"), null, "gone");

        assertThat(load(
                        into(db, spec),
                        data(
                                "t",
                                "c d a gone",
                                record("KEY", "d", "new", null),
                                record("KEY", "D", "another", null),
                                record("x", "d", "first", null),
                                record("x", "d", "last", null))))
                .containsEntry("t", counts(4, 2, 1, 0, 1));
        assertThat(load(into(db, spec), data("t", "c d a gone", record("key", "D", null, true))))
                .containsEntry("t", counts(1, 0, 0, 1, 0));

        assertThat(db.<String>value("select string_agg(concat_ws(' ', c, d, a), ', ' order by a) from t"))
                .isEqualTo("x d last, KEY d new");
    }

    @Test
    void parents_are_looked_up_by_the_operators_of_their_foreign_keys(TestDatabase db) {
        db.execute(
                "create schema ext",
                "create extension citext schema ext",
                "create table parent (k ext.citext primary key, n numeric unique)",
                "create table t (id int primary key, k ext.citext references parent, n int references parent (n))",
                "insert into parent values ('There', 1)");

        Rejecting loaded = Rejecting.load(
                into(db, table("t")),
                10,
                data("t", "id k n", record(1, "there", 1), record(2, "where", 1), record(3, "THERE", 2)));

        assertThat(loaded.keys()).containsExactly("id = 2", "id = 3");
        assertThat(loaded.given()).allMatch(reject -> reject.reason().contains("there is no"));
        assertThat(db.count("t")).isOne();
    }

    @Test
    void two_keys_of_the_source_that_are_one_for_the_table_are_refused_and_both_are_named(TestDatabase db) {
        db.execute("create extension citext", "create table t (k citext primary key, a text)");

        assertThatThrownBy(() -> load(
                        into(db, table("t")),
                        data("t", "k a", record("abc", "one"), record("x", "x"), record("ABC", "other"))))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining(
                        "record 1 (k = abc): record 3 (k = ABC) has another key, which is the same for the" + " table");
        assertThat(db.count("t")).isZero();

        Rejecting rejected = Rejecting.load(
                into(db, table("t")),
                10,
                data("t", "k a", record("abc", "one"), record("x", "x"), record("ABC", "other")));
        assertThat(rejected.keys()).containsExactly("k = abc");
        assertThat(rejected.tables()).containsEntry("t", counts(3, 2, 0, 0, 0));
    }

    @Test
    void the_stored_form_of_an_equal_key_is_carried(TestDatabase db) {
        db.execute(
                "create extension citext",
                "create table t (k citext, n numeric, f float8, primary key (k, n, f))",
                "create table child (id int primary key, k citext, n numeric, f float8,"
                        + " foreign key (k, n, f) references t)",
                "insert into t values ('abc', 1.0, '0'), ('same', 1, 1)",
                "insert into child values (1, 'abc', 1, 0)");

        assertThat(load(
                        into(db, deletable("t")),
                        data("t", "k n f gone", record("ABC", "1.000", "-0", null), record("same", "1", "1", null))))
                .containsEntry("t", counts(2, 0, 1, 0, 1));

        assertThat(db.<String>value("select string_agg(concat_ws(' ', k, n, f), ', ' order by k) from t"))
                .isEqualTo("ABC 1.000 -0, same 1 1");
    }

    @Test
    void a_version_column_whose_type_has_no_order_is_refused(TestDatabase db) {
        db.execute("create table t (id int primary key, version json)");

        assertThatThrownBy(() -> load(into(db, versioned("t")), data("t", "id version gone", record(1, "{}", null))))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("versionColumn names \"version\"")
                .hasMessageContaining("has no order");
    }
}
