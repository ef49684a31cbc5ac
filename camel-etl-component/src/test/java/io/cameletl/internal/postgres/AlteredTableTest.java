package io.cameletl.internal.postgres;

import static io.cameletl.internal.postgres.support.Loads.counts;
import static io.cameletl.internal.postgres.support.Loads.data;
import static io.cameletl.internal.postgres.support.Loads.load;
import static io.cameletl.internal.postgres.support.Loads.record;
import static io.cameletl.internal.postgres.support.Loads.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.CommitFunction;
import io.cameletl.EtlException;
import io.cameletl.StagingKind;
import io.cameletl.TargetData;
import io.cameletl.internal.postgres.page.PostgresSession;
import io.cameletl.internal.postgres.page.SqlCommit;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.support.StatementLog;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Staging follows a table that is altered between two pages of a run. */
@Tag("slow")
@WithPostgres
class AlteredTableTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TEMP     | numeric(10,2)  | numeric(10,4) | 1.1234",
                "UNLOGGED | numeric(10,2)  | numeric(10,4) | 1.1234",
                "TEMP     | timestamptz(3) | timestamptz   | 2026-01-01 00:00:00.123456+00",
                "TEMP     | varchar(3)     | varchar(9)    | abcdef",
                "TEMP     | char(3)        | text          | abcdef",
                "TEMP     | int            | bigint        | 12345678901",
                "TEMP     | time(0)        | time(6)       | 12:00:00.123456",
                "TEMP     | float4         | float8        | 0.1234567890123"
            })
    void a_column_widened_between_two_pages_gets_all_of_the_later_values(
            StagingKind staging, String narrow, String wide, String value, TestDatabase db) {
        db.execute("create table t (id int primary key, x " + narrow + ")");
        try (PostgresSession session = session(db.dataSource(), staging, null)) {
            load(session, data("t", "id x", record(1, null)));
            db.execute("alter table t alter x type " + wide);
            TargetData page = data("t", "id x", record(2, value));

            // A value that does not fit is refused before the tables are looked at; the next try has new staging too.
            assertThatThrownBy(() -> load(session, page)).isInstanceOf(EtlException.class);
            assertThat(load(session, page)).containsEntry("t", counts(1, 1, 0, 0, 0));
        }
        assertThat(db.<Boolean>value("select x = '" + value + "' from t where id = 2"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alter table t alter a type varchar(80)",
                "alter table t drop column b",
                "alter table t add column d int",
                "alter table t alter a type text collate \"C\"",
                "create trigger tr before insert on t for each row execute function f()",
                "create rule r as on insert to t do also nothing",
                "alter table t enable row level security",
                "create table c () inherits (t)",
                "alter table t drop constraint t_pkey",
                "alter table t enable trigger off",
                "drop trigger off on t; create trigger off before insert on t for each row execute function drops()",
                "alter table t enable rule off",
                "alter table t alter constraint t_b_fkey deferrable initially deferred",
                "alter table t rename column b to e; alter table t rename column a to b; alter table t rename column e to a"
            })
    void whatever_is_altered_the_page_is_told_to_come_again(String alter, TestDatabase db) {
        db.execute(
                "create table p (b varchar(20) primary key)",
                "create table t (id int primary key, a varchar(20), b varchar(20) references p)",
                "create function f() returns trigger language plpgsql as 'begin return new; end'",
                "create function drops() returns trigger language plpgsql as 'begin return null; end'",
                "create trigger off before insert on t for each row execute function drops()",
                "alter table t disable trigger off",
                "create rule off as on insert to t do instead nothing",
                "alter table t disable rule off");
        try (PostgresSession session = session(db.dataSource(), StagingKind.TEMP, null)) {
            load(session, data("t", "id a", record(1, "x")));
            db.execute(alter);

            assertThatThrownBy(() -> load(session, data("t", "id a", record(2, "x"))))
                    .isInstanceOf(EtlException.class)
                    .hasMessageContaining("the table t was altered since this run made staging for it")
                    .matches(EtlException::isTransient, "may pass");
        }
        assertThat(db.count("t")).isOne();
    }

    @Test
    void a_custom_commit_gets_new_staging_too(TestDatabase db) {
        db.execute("create table t (id int primary key, x numeric(10,2))");
        CommitFunction commit =
                new SqlCommit("c.sql", "insert into t (id, x) select id, x from ${staging.t} on conflict do nothing");
        try (PostgresSession session = session(db.dataSource(), StagingKind.TEMP, commit)) {
            load(session, data("t", "id x", record(1, "1.25")));
            db.execute("alter table t alter x type numeric(10,4)");

            assertThatThrownBy(() -> load(session, data("t", "id x", record(2, "1.1234"))))
                    .matches(e -> e instanceof EtlException etl && etl.isTransient(), "may pass");
            load(session, data("t", "id x", record(2, "1.1234")));
        }
        assertThat(db.<String>value("select x::text from t where id = 2")).isEqualTo("1.1234");
    }

    @Test
    void a_table_that_is_dropped_and_made_again_is_another(TestDatabase db) {
        db.execute("create table t (id int primary key, x numeric(10,2))");
        try (PostgresSession session = session(db.dataSource(), StagingKind.TEMP, null)) {
            load(session, data("t", "id x", record(1, "1.25")));
            db.execute("drop table t", "create table t (id int primary key, x numeric(10,4))");
            TargetData page = data("t", "id x", record(2, "1.1234"));

            assertThatThrownBy(() -> load(session, page))
                    .matches(e -> e instanceof EtlException etl && etl.isTransient(), "may pass");
            load(session, page);
        }
        assertThat(db.<String>value("select x::text from t")).isEqualTo("1.1234");
    }

    @Test
    void looking_at_the_table_costs_no_round_trip(TestDatabase db) {
        db.execute("create table t (id int primary key, a text)", "insert into t values (1, 'known')");
        StatementLog log = new StatementLog(db.dataSource());
        try (PostgresSession session = session(log, StagingKind.TEMP, null)) {
            load(session, data("t", "id a", record(1, "x"), record(2, "x")));
            log.clear();
            load(session, data("t", "id a", record(3, "x"), record(4, "x")));
        }
        assertThat(log.statements().stream().filter(sql -> sql.contains("pg_attribute")))
                .singleElement()
                .asString()
                .contains("DELETE FROM", "SAVEPOINT");
    }

    private static PostgresSession session(DataSource pool, StagingKind staging, @Nullable CommitFunction commit) {
        return new PostgresSession(
                new PostgresTargetSpec("p", pool, List.of(table("t")), staging, null, commit, null, false), "run");
    }
}
