package io.cameletl.internal.postgres;

import static io.cameletl.internal.postgres.support.Loads.data;
import static io.cameletl.internal.postgres.support.Loads.into;
import static org.assertj.core.api.Assertions.assertThat;

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

/** Two tables of one kind get the same pages: one by a session that copies where it can, one by sessions that stage. */
@WithPostgres
class DirectCopyTwinsTest {
    @ParameterizedTest
    @OneIn(4)
    @ValueSource(
            strings = {
                "create table T (id text primary key, a text)",
                "create table T (id text collate ndcoll primary key, a text)",
                "create table T (id float8 primary key, a text)",
                "create table T (id numeric primary key, a text)",
                "create table T (id char(4) primary key, a text)",
                "create table T (id text primary key check (id <> 'b'), a text unique)",
                "create table T (id text primary key, a text); create unique index on T (lower(a)) where a <> 'b'",
                "create table T (id text not null unique nulls not distinct, a text unique nulls not distinct)",
                "create table T (id text primary key, a text, exclude using btree (a with =))",
                "create table T (id text primary key, a text unique deferrable)",
                "create table T (id text primary key, a text unique deferrable initially deferred)",
                "create table T (id text primary key, a dom)",
                "create table T (id dom primary key, a text default 'x' not null)",
                "create table T (id text primary key, a text references T (id))",
                "create table T (id text primary key, a text references T (id) deferrable initially deferred)",
                "create table T (id text primary key, a text, g text generated always as (a || id) stored unique)",
                "create table T (id text primary key, a text) partition by hash (id);"
                        + " create table T_0 partition of T for values with (modulus 2, remainder 0);"
                        + " create table T_1 (a text check (a <> 'b'), id text not null);"
                        + " alter table T attach partition T_1 for values with (modulus 2, remainder 1)",
                "create table T (id text primary key, a text) partition by list (id);"
                        + " create table T_0 partition of T for values in ('a', 'b', 'c', '', '1', '1.0')",
                "create table T (id text primary key, a text) partition by hash (id);"
                        + " create table T_0 partition of T for values with (modulus 1, remainder 0);"
                        + " create trigger g before insert on T_0 for each row when (new.a = 'b') execute function drops()"
            })
    void a_copied_page_is_what_a_staged_one_is(String ddl, TestDatabase db) throws Exception {
        db.execute(
                "create collation ndcoll (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
                "create domain dom as text check (value <> 'c')",
                "create function drops() returns trigger language plpgsql as 'begin return null; end'");
        for (String name : List.of("twin_one", "twin_two")) {
            for (String each : ddl.split(";")) {
                db.execute(each.replaceAll("\\bT\\b", name).replaceAll("\\bT_", name + "_"));
            }
        }
        TableSpec direct = new TableSpec(QualifiedName.parse("twin_one"), List.of("id"), null, "gone");
        TableSpec staged = new TableSpec(QualifiedName.parse("twin_two"), List.of("id"), null, "gone");
        Seeded.times(1).play("DirectCopyTwinsTest", seed -> {
            db.execute("truncate twin_one, twin_two");
            Random random = Seeded.random(seed);
            boolean rejects = random.nextBoolean();
            try (PostgresSession session = new PostgresSession(into(db, direct), "run")) {
                for (int page = 0; page < 8; page++) {
                    List<Object[]> records = new ArrayList<>();
                    int size = 1 + random.nextInt(4);
                    String columns = random.nextInt(4) == 0 ? "id gone" : "id a gone";
                    for (int i = 0; i < size; i++) {
                        Object id = random.nextInt(3) == 0 ? value(random) : "" + (100 + random.nextInt(900));
                        boolean gone = random.nextInt(30) == 0;
                        records.add(
                                columns.length() > 7
                                        ? new Object[] {id, random.nextInt(3) == 0 ? value(random) : id, gone}
                                        : new Object[] {id, gone});
                    }
                    Object[][] rows = records.toArray(Object[][]::new);
                    String one = outcome(session, rejects, data("twin_one", columns, rows));
                    String two;
                    try (PostgresSession other = new PostgresSession(into(db, staged), "other")) {
                        two = outcome(other, rejects, data("twin_two", columns, rows));
                    }
                    assertThat(one).isEqualTo(two.replace("twin_two", "twin_one"));
                    assertThat(db.query("select * from twin_one order by id::text"))
                            .isEqualTo(db.query("select * from twin_two order by id::text"));
                }
            }
        });
    }

    private static @Nullable Object value(Random random) {
        Object[] values = {
            "a",
            "A",
            "b",
            "c",
            "",
            " ",
            "a ",
            "1",
            "1.0",
            "1.00",
            "-0",
            "0",
            "NaN",
            "nan",
            "\\.",
            "\\N",
            null,
            "\0",
            "\ud800",
            "ä",
            "a\u0308",
            "x\ty",
            "1e2",
            "100",
            Double.NaN,
            -0.0d,
            7,
            new Object(),
            "Infinity"
        };
        return values[random.nextInt(values.length)];
    }

    private static String outcome(PostgresSession session, boolean rejects, TargetData page) {
        try {
            Rejecting done = Rejecting.load(session, rejects ? 10 : 0, page);
            return same(done.tables() + " "
                    + done.given().stream().map(DirectCopyTwinsTest::text).toList());
        } catch (EtlException e) {
            return same(e.getMessage());
        }
    }

    /** Staging tables have the names of their sessions. */
    private static String same(String outcome) {
        return outcome.replaceAll("etl_[0-9a-f]+_twin", "twin");
    }

    private static String text(RejectedRecord record) {
        return record.key() + ":" + record.sqlState() + ":" + record.reason();
    }
}
