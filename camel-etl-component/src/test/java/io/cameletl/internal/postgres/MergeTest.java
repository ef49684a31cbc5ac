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
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.postgres.page.PostgresSession;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.plan.TableSpec;
import io.cameletl.support.StatementLog;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@WithPostgres
class MergeTest {
    @Test
    void new_rows_are_inserted_known_ones_updated_and_equal_ones_left_alone(TestDatabase db) {
        db.execute("create table t (id int primary key, a text, b text default 'kept')");
        db.execute("insert into t values (1, 'one', 'x'), (2, 'two', 'y')");
        String before = db.value("select xmin::text || ctid::text from t where id = 1");

        assertThat(load(
                        into(db, table("t")),
                        data("t", "id a", record(1, "one"), record(2, "changed"), record(3, "new"))))
                .containsExactly(Map.entry("t", counts(3, 1, 1, 0, 1)));

        assertThat(db.query("select * from t order by id"))
                .containsExactly(
                        Map.of("id", 1, "a", "one", "b", "x"),
                        Map.of("id", 2, "a", "changed", "b", "y"),
                        Map.of("id", 3, "a", "new", "b", "kept"));
        assertThat(db.<String>value("select xmin::text || ctid::text from t where id = 1"))
                .isEqualTo(before);
    }

    @Test
    void after_a_page_of_only_new_rows_a_page_with_known_ones_is_merged_just_as_well(TestDatabase db) {
        db.execute(
                "create table t (id int primary key, a text, email text unique)",
                "insert into t values (7, 'old', 'x')");
        StatementLog log = new StatementLog(db.dataSource());
        try (PostgresSession session = new PostgresSession(into(log, table("t")), "run")) {
            assertThat(load(session, data("t", "id a", record(1, "one"), record(2, "two"))))
                    .containsEntry("t", counts(2, 2, 0, 0, 0));
            log.clear();
            assertThat(load(session, data("t", "id a", record(3, "three"), record(4, "four"))))
                    .containsEntry("t", counts(2, 2, 0, 0, 0));
            assertThat(log.all()).noneMatch(sql -> sql.startsWith("INSERT INTO") && sql.contains("NOT EXISTS"));
            assertThat(load(session, data("t", "id a", record(5, "five"), record(7, "new"), record(3, "three"))))
                    .containsEntry("t", counts(3, 1, 1, 0, 1));
            assertThat(load(session, data("t", "id a", record(6, "six"), record(2, "zwei"))))
                    .containsEntry("t", counts(2, 1, 1, 0, 0));
        }
        assertThat(db.<String>value("select string_agg(id || a, ' ' order by id) from t"))
                .isEqualTo("1one 2zwei 3three 4four 5five 6six 7new");
    }

    @Test
    void after_a_page_of_only_new_rows_a_broken_constraint_is_still_named(TestDatabase db) {
        db.execute("create table t (id int primary key, email text unique)");
        try (PostgresSession session = new PostgresSession(into(db, table("t")), "run")) {
            load(session, data("t", "id email", record(1, "x")));

            assertThatThrownBy(() -> load(session, data("t", "id email", record(2, "y"), record(3, "x"))))
                    .isInstanceOf(BadRecordException.class)
                    .hasMessageContaining("t_email_key")
                    .hasMessageContaining("id = 3");
        }
        assertThat(db.count("t")).isEqualTo(1);
    }

    @Test
    void a_page_of_new_parents_with_an_orphan_names_the_orphan(TestDatabase db) {
        family(db);

        assertThatThrownBy(() -> load(
                        into(db, table("parent"), table("child")),
                        data("parent", "id", record(1), record(2)),
                        data("child", "id parent", record(10, 1), record(11, 3))))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContainingAll("child", "id = 11", "child_parent_fkey");
    }

    @Test
    void of_a_key_that_comes_twice_the_last_version_wins_then_the_last_position(TestDatabase db) {
        db.execute("create table t (id int primary key, a text, version int)");

        assertThat(load(
                        into(db, versioned("t")),
                        data(
                                "t",
                                "id a version gone",
                                record(1, "newer", 2, null),
                                record(1, "older", 1, null),
                                record(1, "no version", null, null),
                                record(2, "first", 1, null),
                                record(2, "last", 1, null),
                                record(3, "alone", 1, null),
                                record(4, "came and went", 1, null),
                                record(4, null, 2, true))))
                .containsEntry("t", counts(8, 3, 0, 0, 5));

        assertThat(db.query("select id, a from t order by id"))
                .containsExactly(
                        Map.of("id", 1, "a", "newer"), Map.of("id", 2, "a", "last"), Map.of("id", 3, "a", "alone"));
    }

    @Test
    void an_older_version_never_overwrites_or_deletes_a_newer_row_but_an_equal_one_does(TestDatabase db) {
        db.execute(
                "create table t (id int primary key, a text, version int)",
                "insert into t values (1, 'row', 5), (2, 'row', 5), (3, 'row', null), (4, 'row', 5), (5, 'row', 5)");

        assertThat(load(
                        into(db, versioned("t")),
                        data(
                                "t",
                                "id a version gone",
                                record(1, "older", 4, null),
                                record(2, "equal", 5, null),
                                record(3, "row had none", 1, null),
                                record(4, null, 4, "2026-01-01"),
                                record(5, null, 5, "2026-01-01"))))
                .containsEntry("t", counts(5, 0, 2, 1, 2));

        assertThat(db.<String>value("select string_agg(id || a, ' ' order by id) from t"))
                .isEqualTo("1row 2equal 3row had none 4row");
    }

    @Test
    void parents_come_before_their_children_and_go_after_them(TestDatabase db) {
        family(db);
        PostgresTargetSpec spec = into(db, deletable("parent"), deletable("child"));

        // The page has them in the wrong order; the declared one counts.
        assertThat(load(
                        spec,
                        data("child", "id parent gone", record(10, 1, null), record(20, 2, null)),
                        data("parent", "id gone", record(1, null), record(2, null))))
                .isEqualTo(Map.of("parent", counts(2, 2, 0, 0, 0), "child", counts(2, 2, 0, 0, 0)));

        assertThat(load(
                        spec,
                        data("parent", "id gone", record(1, true)),
                        data("child", "id parent gone", record(10, null, true))))
                .isEqualTo(Map.of("parent", counts(1, 0, 0, 1, 0), "child", counts(1, 0, 0, 1, 0)));
        assertThat(db.query("select id, parent from child")).containsExactly(Map.of("id", 20, "parent", 2));
    }

    @Test
    void a_child_moves_away_from_a_parent_that_goes_in_the_same_page(TestDatabase db) {
        family(db);
        db.execute("insert into parent values (1), (2)", "insert into child values (10, 1), (11, 2)");

        assertThat(load(
                        into(db, deletable("parent"), deletable("child")),
                        data("parent", "id gone", record(1, true), record(3, null)),
                        data("child", "id parent gone", record(10, 3, null), record(11, null, true))))
                .isEqualTo(Map.of("parent", counts(2, 1, 0, 1, 0), "child", counts(2, 0, 1, 1, 0)));

        assertThat(db.query("select id, parent from child")).containsExactly(Map.of("id", 10, "parent", 3));
    }

    @Test
    void a_deletion_needs_its_key_and_version_only(TestDatabase db) {
        db.execute(
                "create table t (id int primary key, d date check (d > '2000-01-01'), n varchar(3) not null,"
                        + " version int not null, gone boolean)",
                "insert into t select g, '2020-01-01', 'x', 1, null from generate_series(1, 4) g");

        assertThat(load(
                        into(db, versioned("t")),
                        data(
                                "t",
                                "id d n version gone",
                                record(1, "no date", "x", 2, true),
                                record(2, "1999-01-01", null, 2, true),
                                record(3, new Object(), "too long for it\u0000", 2, true))))
                .containsEntry("t", counts(3, 0, 0, 3, 0));
        assertThat(db.count("t")).isOne();
    }

    @Test
    void a_unique_value_passes_from_an_updated_row_to_a_new_one(TestDatabase db) {
        db.execute("create table t (id int primary key, mail text unique)", "insert into t values (1, 'a'), (2, 'b')");

        assertThat(load(into(db, table("t")), data("t", "id mail", record(1, "c"), record(3, "a"))))
                .containsEntry("t", counts(2, 1, 1, 0, 0));
        assertThat(db.<String>value("select string_agg(id || mail, ' ' order by id) from t"))
                .isEqualTo("1c 2b 3a");
    }

    @Test
    void a_row_refers_to_a_new_row_of_its_own_table(TestDatabase db) {
        db.execute("create table t (id int primary key, boss int references t)", "insert into t values (1, null)");

        load(into(db, table("t")), data("t", "id boss", record(1, 2), record(2, null)));

        assertThat(db.<Integer>value("select boss from t where id = 1")).isEqualTo(2);
    }

    @Test
    void a_row_that_a_trigger_changes_is_written_once(TestDatabase db) {
        db.execute(
                "create table t (id int primary key, a text, writes int default 0)",
                """
                create function stamp() returns trigger language plpgsql as $$
                begin new.a := upper(new.a); new.writes := coalesce(new.writes, 0) + 1; return new; end $$""",
                "create trigger stamp before insert or update on t for each row execute function stamp()",
                "insert into t values (1, 'old')");

        load(into(db, table("t")), data("t", "id a", record(1, "x"), record(2, "y")));

        assertThat(db.query("select id, a, writes from t order by id"))
                .containsExactly(Map.of("id", 1, "a", "X", "writes", 2), Map.of("id", 2, "a", "Y", "writes", 1));
    }

    @Test
    void keys_may_be_those_of_another_unique_index(TestDatabase db) {
        db.execute(
                "create table t (pk bigint generated always as identity primary key, a int, b text, c text,"
                        + " unique (b, a))",
                "insert into t (a, b, c) values (1, 'x', 'old')");
        TableSpec spec = new TableSpec(QualifiedName.parse("t"), List.of("a", "b"), null, null);

        assertThat(load(into(db, spec), data("t", "a b c", record(1, "x", "new"), record(2, "x", "more"))))
                .containsEntry("t", counts(2, 1, 1, 0, 0));
        assertThat(db.<String>value("select c from t where a = 1")).isEqualTo("new");
    }

    @Test
    void a_table_of_nothing_but_its_key_is_loaded(TestDatabase db) {
        db.execute("create table t (a int, b int, primary key (a, b))", "insert into t values (1, 1)");

        assertThat(load(into(db, table("t")), data("t", "a b", record(1, 1), record(1, 2))))
                .containsEntry("t", counts(2, 1, 0, 0, 1));
    }

    @Test
    void the_same_table_twice_in_a_page_is_one_and_an_empty_page_is_none(TestDatabase db) {
        db.execute("create table t (id int primary key, a text)");

        assertThat(load(into(db), data("t", "id a", record(1, "x")), data("t", "id a", record(1, "y"))))
                .containsEntry("t", counts(2, 1, 0, 0, 1));
        assertThat(load(into(db, table("t")))).isEmpty();
        assertThat(load(into(db, table("t")), data("t", "id a"))).isEmpty();
        assertThat(db.<String>value("select a from t")).isEqualTo("y");
    }

    private static void family(TestDatabase db) {
        db.execute(
                "create table parent (id int primary key)",
                "create table child (id int primary key, parent int not null references parent)");
    }
}
