package io.cameletl.internal.postgres;

import static io.cameletl.internal.postgres.support.Loads.data;
import static io.cameletl.internal.postgres.support.Loads.into;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.BadRecordException;
import io.cameletl.EtlException;
import io.cameletl.TargetData;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.postgres.page.PostgresSession;
import io.cameletl.internal.postgres.plan.TableSpec;
import io.cameletl.internal.postgres.support.Rejecting;
import io.cameletl.support.OneIn;
import io.cameletl.support.Seeded;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two tables of one kind get the same pages: one by one statement, in one session that empties its staging from page to
 * page; one by INSERT and UPDATE, in sessions of their own. A trigger on INSERT that does nothing keeps the second apart.
 */
@WithPostgres
class UpsertTwinsTest {
    @ParameterizedTest
    @OneIn(4)
    @ValueSource(
            strings = {
                "create table T (id text primary key, a text, v int, n numeric)",
                "create table T (id text collate ndcoll primary key, a text, v int, n numeric)",
                "create table T (id numeric primary key, a text, v numeric, n numeric)",
                "create table T (id float8 primary key, a text, v float8, n numeric)",
                "create table T (id char(4) primary key, a text collate ndcoll, v text, n float8)",
                "create table T (id text, a text, v int, n numeric, primary key (a, id))",
                "create table T (id text, a text, v int, n numeric, primary key (a, id, v, n))",
                "create table T (id text primary key check (id <> 'b'), a text unique, v int, n numeric check (n > 0))",
                "create table T (id text primary key, a text, v int, n numeric);"
                        + " create unique index on T (lower(a)) where a <> 'b'",
                "create table T (id text primary key, a text, v int, n numeric, exclude using btree (a with =))",
                "create table T (id text primary key deferrable, a text unique deferrable, v int, n numeric)",
                "create table T (id text primary key, a text unique deferrable initially deferred, v int, n numeric)",
                "create table T (id dom primary key, a dom default 'x' not null, v int, n numeric not null default 3)",
                "create table T (id text primary key, a text references T (id), v int, n numeric)",
                "create table T (id text primary key, a text references T (id) on delete cascade, v int, n numeric)",
                "create table T (id text collate ndcoll primary key, a text collate ndcoll references T (id),"
                        + " v int, n numeric)",
                "create table T (id text primary key, a text references T (id) deferrable initially deferred, v int,"
                        + " n numeric)",
                "create table T (id text primary key, a text, v int, n numeric, g text generated always as (a || id) stored"
                        + " unique)",
                "create table T (id text primary key, a text, v int, n int, i int generated always as identity)",
                "create table T (id text primary key, a text, v int generated always as identity, n int)",
                "create table T (id text primary key, a text, v int, n numeric);"
                        + " create trigger g before update on T for each row execute function changes()",
                "create table T (id text primary key, a text, v int, n numeric);"
                        + " create trigger g before update on T for each row when (new.a = 'b') execute function drops()",
                "create table T (id text primary key, a text, v int, n numeric);"
                        + " create trigger g after update on T for each row when (new.a = 'b') execute function fails()",
                "create table T (id text primary key, a text, v int, n numeric);"
                        + " create trigger g before delete on T for each row when (old.a = 'b') execute function drops()",
                "create table T (id text primary key, a text, v int, n numeric) partition by hash (id);"
                        + " create table T_0 partition of T for values with (modulus 2, remainder 0);"
                        + " create table T_1 (n numeric, v int, a text check (a <> 'b'), id text not null);"
                        + " alter table T attach partition T_1 for values with (modulus 2, remainder 1)",
                "create table T (id text primary key, a text, v int, n numeric) partition by list (id);"
                        + " create table T_0 partition of T for values in ('a', 'b', 'c', '', '1', '1.0')",
                "create table T (id float8, a text, v int, n numeric, primary key (id, a)) partition by range (a);"
                        + " create table T_0 partition of T for values from ('b') to ('z');"
                        + " create table T_1 partition of T default"
            })
    void one_statement_does_what_two_do(String ddl, TestDatabase db) throws Exception {
        db.execute(
                "create collation ndcoll (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
                "create domain dom as text check (value <> 'c')",
                "create function changes() returns trigger language plpgsql as 'begin new.a := upper(new.a); return new; end'",
                "create function fails() returns trigger language plpgsql as"
                        + " 'begin raise exception using errcode = ''P0007''; end'",
                "create function noop() returns trigger language plpgsql as 'begin return null; end'",
                "create function drops() returns trigger language plpgsql as 'begin return null; end'");
        for (String name : List.of("twin_one", "twin_two")) {
            for (String each : ddl.split(";")) {
                db.execute(each.replaceAll("\\bT\\b", name).replaceAll("\\bT_", name + "_"));
            }
        }
        db.execute("create trigger noop after insert on twin_two for each statement execute function noop()");
        List<String> keys = ddl.contains("(a, id, v, n)")
                ? List.of("a", "id", "v", "n")
                : ddl.contains("(a, id)") || ddl.contains("(id, a)") ? List.of("id", "a") : List.of("id");
        Seeded.times(1).play("UpsertTwinsTest", seed -> {
            db.execute("truncate twin_one, twin_two");
            Random random = Seeded.random(seed);
            boolean rejects = random.nextBoolean();
            String version = random.nextInt(3) == 0 ? "v" : null;
            TableSpec first = new TableSpec(QualifiedName.parse("twin_one"), keys, version, "gone");
            TableSpec second = new TableSpec(QualifiedName.parse("twin_two"), keys, version, "gone");
            boolean small = random.nextBoolean();
            try (PostgresSession session = new PostgresSession(into(db, first), "run")) {
                for (int page = 0; page < 12; page++) {
                    String columns =
                            random.nextInt(3) == 0 && !ddl.contains("identity") ? "v id a gone" : "id a v n gone";
                    List<Object[]> records = new ArrayList<>();
                    for (int i = random.nextInt(5); i >= 0; i--) {
                        Object id = value(random, small);
                        Object a = value(random, small);
                        Object v = random.nextInt(8) == 0 ? null : random.nextInt(4);
                        Object n = random.nextInt(8) == 0 ? value(random, small) : 1 + random.nextInt(2);
                        boolean gone = random.nextInt(8) == 0;
                        records.add(
                                columns.startsWith("v")
                                        ? new Object[] {v, id, a, gone}
                                        : new Object[] {id, a, v, n, gone});
                    }
                    Object[][] rows = records.toArray(Object[][]::new);
                    String one = outcome(session, rejects, data("twin_one", columns, rows));
                    String two;
                    try (PostgresSession other = new PostgresSession(into(db, second), "other")) {
                        two = outcome(other, rejects, data("twin_two", columns, rows));
                    }
                    assertThat(one).isEqualTo(two.replace("twin_two", "twin_one"));
                    assertThat(rows(db, "twin_one")).isEqualTo(rows(db, "twin_two"));
                }
            }
        });
    }

    /** Without what a sequence gives, which a statement taken back has used up. */
    private static Object rows(TestDatabase db, String table) {
        return db.query("select id, a, n, v from " + table + " order by id::text, a, n, v");
    }

    private static @Nullable Object value(Random random, boolean small) {
        Object[] values = {
            "1", "2", "a", "b", "A", "1.0", "1.00", "c", "3", "4", "", " ", "a ", "-0", "0", "NaN", "\\N", null, "\0",
            "ä", "a\u0308", "1e0"
        };
        return values[random.nextInt(small ? 7 : values.length)];
    }

    private static String outcome(PostgresSession session, boolean rejects, TargetData page) {
        try {
            Rejecting done = Rejecting.load(session, rejects ? 10 : 0, page);
            return done.tables() + " "
                    + done.given().stream().map(UpsertTwinsTest::text).toList();
        } catch (EtlException e) {
            // Another order of inserts and updates may meet another of several faults first.
            return "failed " + (e instanceof BadRecordException);
        }
    }

    private static String text(RejectedRecord record) {
        return record.key() + ":" + record.sqlState();
    }
}
