package io.cameletl.internal.postgres;

import static io.cameletl.internal.postgres.support.Loads.checkStart;
import static io.cameletl.internal.postgres.support.Loads.counts;
import static io.cameletl.internal.postgres.support.Loads.data;
import static io.cameletl.internal.postgres.support.Loads.deletable;
import static io.cameletl.internal.postgres.support.Loads.into;
import static io.cameletl.internal.postgres.support.Loads.load;
import static io.cameletl.internal.postgres.support.Loads.record;
import static io.cameletl.internal.postgres.support.Loads.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cameletl.BadRecordException;
import io.cameletl.EtlException;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.postgres.page.PostgresSession;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.plan.TableSpec;
import io.cameletl.internal.postgres.support.Rejecting;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A record that was to change something and did not is an error that names it, or is rejected. */
@WithPostgres
class NothingSilentTest {
    @AfterEach
    void dropRole(TestDatabase db) {
        if (!db.query("select from pg_roles where rolname = '" + role(db) + "'").isEmpty()) {
            db.execute("drop owned by " + role(db), "drop role " + role(db));
        }
    }

    @Test
    void a_row_that_row_level_security_hides_is_named(TestDatabase db) {
        DataSource etl = withRowSecurity(db, "using (a is distinct from 'hidden') with check (true)");
        PostgresTargetSpec spec = into(etl, table("t"));

        for (int round = 0; round < 2; round++) {
            assertThatThrownBy(() -> load(spec, data("t", "id a", record(2, "new"), record(3, "mine"))))
                    .isInstanceOf(BadRecordException.class)
                    .hasMessageContaining("id = 3")
                    .hasMessageContaining("Row-level security may hide that row");
        }
        Rejecting rejected = Rejecting.load(spec, 5, data("t", "id a", record(2, "new"), record(3, "mine")));
        assertThat(rejected.keys()).containsExactly("id = 3");
        assertThat(rejected.tables()).containsEntry("t", counts(2, 1, 0, 0, 0));
    }

    @Test
    void a_row_that_row_level_security_shows_and_does_not_let_change_is_named(TestDatabase db) {
        DataSource etl = withRowSecurity(db, "for select using (true)");
        db.execute(
                "create policy w on t for insert with check (true)",
                "create policy u on t for update using (id <> 3)",
                "create policy d on t for delete using (id <> 3)");

        assertThatThrownBy(() -> load(into(etl, deletable("t")), data("t", "id a gone", record(3, "mine", null))))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("id = 3")
                .hasMessageContaining("its row differs and was not updated: row-level security");
        assertThatThrownBy(() -> load(into(etl, deletable("t")), data("t", "id a gone", record(3, null, true))))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("its row is still there: row-level security");
        assertThat(load(into(etl, deletable("t")), data("t", "id a gone", record(3, "hidden", null))))
                .containsEntry("t", counts(1, 0, 0, 0, 1));
        assertThat(load(into(etl, deletable("t")), data("t", "id a gone", record(4, "x", null), record(5, "x", true))))
                .containsEntry("t", counts(2, 1, 0, 0, 1));
    }

    @Test
    void deletions_are_refused_where_row_level_security_may_hide_their_rows(TestDatabase db) {
        DataSource etl = withRowSecurity(db, "using (a is distinct from 'hidden')");

        assertThatThrownBy(() -> load(into(etl, deletable("t")), data("t", "id a gone", record(3, null, true))))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("row-level security may hide rows of the table \"t\"")
                .hasMessageContaining("BYPASSRLS");
    }

    @Test
    void a_key_that_a_trigger_changes_is_named(TestDatabase db) {
        db.execute("create table t (id text primary key, a text)");
        trigger(db, "insert or update", "new.id := lower(new.id); return new;");
        PostgresTargetSpec spec = into(db, table("t"));

        assertThatThrownBy(() -> load(spec, data("t", "id a", record("bob", "x"), record("Ann", "x"))))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("id = Ann")
                .hasMessageContaining("a trigger BEFORE the write gave it another key or left it out (one of [tr])");
        assertThat(db.count("t")).isZero();

        db.execute("insert into t values ('ann', 'old')");
        assertThatThrownBy(() -> load(spec, data("t", "id a", record("bob", "x"), record("Ann", "x"))))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("id = Ann")
                .hasMessageContaining("A trigger may have changed the record's values, one of [tr]");
        Rejecting rejected = Rejecting.load(spec, 5, data("t", "id a", record("bob", "x"), record("Ann", "x")));
        assertThat(rejected.keys()).containsExactly("id = Ann");
        assertThat(db.count("t")).isEqualTo(2);
    }

    @Test
    void a_write_that_a_trigger_leaves_out_is_named(TestDatabase db) {
        db.execute("create table t (id int primary key, a text)", "insert into t values (1, 'one'), (2, 'two')");
        trigger(
                db,
                "insert or update or delete",
                "if coalesce(new.id, old.id) = 2 then return null; end if; return coalesce(new, old);");
        PostgresTargetSpec spec = into(db, deletable("t"));

        assertThatThrownBy(() -> load(spec, data("t", "id a gone", record(1, "x", null), record(2, "x", null))))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("id = 2")
                .hasMessageContaining("its row differs and was not updated: a trigger BEFORE the write left it out");
        assertThatThrownBy(() -> load(spec, data("t", "id a gone", record(1, null, true), record(2, null, true))))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("id = 2")
                .hasMessageContaining("its row is still there: a trigger BEFORE the write kept it");
        assertThat(load(spec, data("t", "id a gone", record(2, "two", null), record(9, null, true))))
                .containsEntry("t", counts(2, 0, 0, 0, 2));
        Rejecting rejected = Rejecting.load(
                spec, 5, data("t", "id a gone", record(3, "new", null), record(2, "x", null), record(1, null, true)));
        assertThat(rejected.keys()).containsExactly("id = 2");
        assertThat(rejected.tables()).containsEntry("t", counts(3, 1, 0, 1, 0));
    }

    @Test
    void a_row_that_a_trigger_marks_in_place_of_deleting_it_counts_as_deleted(TestDatabase db) {
        db.execute("create table t (id int primary key, a text)", "insert into t values (1, 'one'), (2, 'two')");
        trigger(db, "delete", "update t set a = 'marked' where id = old.id; return null;");

        assertThat(load(into(db, deletable("t")), data("t", "id a gone", record(1, null, true), record(9, null, true))))
                .containsEntry("t", counts(2, 0, 0, 1, 1));
        assertThat(db.<String>value("select a from t where id = 1")).isEqualTo("marked");
    }

    @Test
    void a_row_that_a_trigger_puts_into_a_child_table_is_there(TestDatabase db) {
        db.execute("create table t (id int primary key, a text)", "create table c (primary key (id)) inherits (t)");
        trigger(db, "insert", "insert into c values (new.id, new.a); return null;");
        PostgresTargetSpec spec = into(db, table("t"));

        assertThat(load(spec, data("t", "id a", record(1, "x"), record(2, "y")))
                        .get("t")
                        .written())
                .isEqualTo(2);
        assertThat(load(spec, data("t", "id a", record(1, "x"), record(2, "z"), record(3, "z")))
                        .get("t")
                        .unchanged())
                .isOne();
        assertThat(db.<String>value("select string_agg(id || a, ' ' order by id) from c"))
                .isEqualTo("1x 2z 3z");
        assertThat(db.count("only t")).isZero();
    }

    @Test
    void keys_in_child_tables_are_not_inserted_again(TestDatabase db) {
        db.execute(
                "create table t (id int primary key, a text)",
                "create table c (primary key (id)) inherits (t)",
                "create table cc (primary key (id)) inherits (c)",
                "insert into c values (5, 'old')",
                "insert into cc values (6, 'old'), (7, 'old')");
        try (PostgresSession session = new PostgresSession(into(db, deletable("t")), "run")) {
            assertThat(load(session, data("t", "id a gone", record(1, "x", null), record(2, "x", null))))
                    .containsEntry("t", counts(2, 2, 0, 0, 0));
            assertThat(load(
                            session,
                            data(
                                    "t",
                                    "id a gone",
                                    record(3, "new", null),
                                    record(5, "new", null),
                                    record(6, "old", null),
                                    record(7, null, true))))
                    .containsEntry("t", counts(4, 1, 1, 1, 1));
        }
        assertThat(db.<String>value("select string_agg(tableoid::regclass || ' ' || id || a, ', ' order by id) from t"))
                .isEqualTo("t 1x, t 2x, t 3new, c 5new, cc 6old");
    }

    @Test
    void a_difference_in_an_identity_column_that_no_update_can_write_is_named(TestDatabase db) {
        db.execute("create table t (id int primary key, seq int generated always as identity, a text)");
        PostgresTargetSpec spec = into(db, table("t"));

        assertThat(load(spec, data("t", "id seq a", record(1, 10, "x"), record(2, 20, "x"))))
                .containsEntry("t", counts(2, 2, 0, 0, 0));
        assertThat(load(spec, data("t", "id seq a", record(1, 10, "y"), record(2, 20, "x"), record(3, 30, "x"))))
                .containsEntry("t", counts(3, 1, 1, 0, 1));
        assertThatThrownBy(() -> load(spec, data("t", "id seq a", record(1, 10, "y"), record(2, 21, "z"))))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("id = 2")
                .hasMessageContaining("column seq: its row has another value")
                .hasMessageContaining("GENERATED BY DEFAULT");
        assertThat(db.<String>value("select string_agg(id || ' ' || seq || a, ', ' order by id) from t"))
                .isEqualTo("1 10y, 2 20x, 3 30x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "on insert to t do also insert into log values (new.id)",
                "on update to t do instead nothing",
                "on delete to t do instead nothing"
            })
    void a_table_with_rules_is_refused_from_the_start(String rule, TestDatabase db) {
        db.execute("create table t (id int primary key, a text)", "create table log (id int)");
        db.execute("create rule r as " + rule);

        assertThatThrownBy(() -> checkStart(into(db, table("t"))))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("the table \"t\" has the rules [r]");
        db.execute("alter table t disable rule r");
        checkStart(into(db, table("t")));
    }

    @Test
    void a_key_without_overlaps_is_refused_with_its_reason(TestDatabase db) {
        assumeTrue(db.<Integer>value("select current_setting('server_version_num')::int") >= 180000);
        db.execute(
                "create extension btree_gist",
                "create table t (id int, during tstzrange, primary key (id, during without overlaps))");

        for (TableSpec spec :
                List.of(table("t"), new TableSpec(QualifiedName.parse("t"), List.of("id", "during"), null, null))) {
            assertThatThrownBy(() -> checkStart(into(db, spec)))
                    .isInstanceOf(EtlException.class)
                    .hasMessageContaining("a key WITHOUT OVERLAPS");
        }
    }

    @Test
    void a_table_with_triggers_after_its_rows_loads_as_before(TestDatabase db) {
        db.execute("create table t (id int primary key, a text)", "create table done (id int)");
        db.execute(
                "create function f() returns trigger language plpgsql as $$ begin"
                        + " delete from t where id = new.id; insert into done values (new.id); return null; end $$",
                "create trigger tr after insert on t for each row execute function f()");

        assertThat(load(into(db, table("t")), data("t", "id a", record(1, "x"), record(2, "x"))))
                .isEqualTo(Map.of("t", counts(2, 2, 0, 0, 0)));
        assertThat(db.count("done")).isEqualTo(2);
    }

    private static void trigger(TestDatabase db, String events, String body) {
        db.execute(
                "create function f() returns trigger language plpgsql as $$ begin " + body + " end $$",
                "create trigger tr before " + events + " on t for each row execute function f()");
    }

    /** A pool whose user sees the table by one policy. The server's own user sees everything. */
    private static DataSource withRowSecurity(TestDatabase db, String policy) {
        String role = role(db);
        db.execute(
                "create table t (id int primary key, a text)",
                "insert into t values (3, 'hidden')",
                "create role " + role + " login password 'loader'",
                "grant all on t to " + role,
                "alter table t enable row level security",
                "create policy p on t " + policy);
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
