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
import io.cameletl.TableCounts;
import io.cameletl.TargetData;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.postgres.page.PostgresSession;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.plan.TableSpec;
import io.cameletl.internal.postgres.support.Loads;
import io.cameletl.support.Seeded;
import io.cameletl.support.StatementLog;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@WithPostgres
class DirectCopyTest {
    @Test
    void the_page_after_one_of_only_new_rows_is_copied_straight_into_its_tables(TestDatabase db) {
        db.execute(
                "create table parent (id int primary key, a text)",
                "create table child (id int primary key, parent int references parent)");
        StatementLog log = new StatementLog(db.dataSource());
        try (PostgresSession session = new PostgresSession(into(log, table("parent"), table("child")), "run")) {
            load(session, data("child", "id parent", record(1, 1)), data("parent", "id a", record(1, "one")));
            log.clear();

            Map<String, TableCounts> counts = load(
                    session,
                    data("child", "id parent", record(2, 2), record(3, 1)),
                    data("parent", "id a", record(2, "\\.\t\\N\n")));

            assertThat(counts)
                    .containsEntry("parent", counts(1, 1, 0, 0, 0))
                    .containsEntry("child", counts(2, 2, 0, 0, 0));
            assertThat(session.attempts()).isEqualTo(1);
        }
        assertThat(log.all().stream().filter(sql -> sql.startsWith("COPY")))
                .containsExactly(
                        "COPY \"public\".\"parent\" (\"id\", \"a\") FROM STDIN",
                        "COPY \"public\".\"child\" (\"id\", \"parent\") FROM STDIN");
        assertThat(log.all()).noneMatch(sql -> sql.startsWith("INSERT"));
        assertThat(db.<String>value("select a from parent where id = 2")).isEqualTo("\\.\t\\N\n");
        assertThat(db.count("child")).isEqualTo(3);
    }

    /** What stands at the end of each line is what keeps the next page from its table. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "create table t (id int primary key, a text)                                            | true",
                "create table t (id int primary key, a text) partition by range (id);"
                        + " create table t1 partition of t for values from (0) to (1000)                 | true",
                "create table t (id int generated always as identity primary key, a text)                | true",
                "create table t (id int primary key, a text, n int generated always as (id + 1) stored)  | true",
                "create table t (id int primary key, a varchar(3) default 'x')                          | true",
                "create table t (id int not null unique, a text)                                        | true",
                "create table t (id int unique, a text)                                                 | true",
                "create table t (id int primary key deferrable, a text)                                 | false",
                "create table t (id int primary key, a text); create table t1 () inherits (t)           | false",
                "create table t (id int primary key, a text references p deferrable initially deferred) | false",
                "create table t (id int primary key, a text);"
                        + " create trigger g before insert on t for each row execute function same()     | false",
                "create table t (id int primary key, a text);"
                        + " create trigger g after insert on t for each row execute function same()      | false",
                "create table t (id int primary key, a text);"
                        + " create trigger g after insert on t execute function same()                   | false",
                "create table t (id int primary key, a text);"
                        + " create trigger g before update on t for each row execute function same()     | false",
            })
    void a_table_that_lets_something_come_between_is_staged(String ddl, boolean direct, TestDatabase db) {
        db.execute(
                "create table p (a text primary key)",
                "insert into p select i::text from generate_series(1, 9) i",
                "create function same() returns trigger language plpgsql as 'begin return new; end'");
        db.execute(ddl.split(";"));
        StatementLog log = new StatementLog(db.dataSource());
        TableSpec spec = new TableSpec(QualifiedName.parse("t"), List.of("id"), null, null);
        try (PostgresSession session = new PostgresSession(into(log, spec), "run")) {
            load(session, data("t", "id a", record(1, "1")));
            log.clear();

            assertThat(load(session, data("t", "id a", record(2, "2"), record(3, "3"))))
                    .containsEntry("t", counts(2, 2, 0, 0, 0));
        }
        assertThat(log.all().stream().anyMatch(sql -> sql.startsWith("COPY \"public\"")))
                .isEqualTo(direct);
        assertThat(db.<String>value("select string_agg(id || a, ' ' order by id) from t"))
                .isEqualTo("11 22 33");
    }

    @Test
    void a_page_that_deletes_is_staged_and_the_next_one_without_is_not(TestDatabase db) {
        db.execute("create table t (id int primary key, a text)", "insert into t values (9, 'nine')");
        StatementLog log = new StatementLog(db.dataSource());
        try (PostgresSession session = new PostgresSession(into(log, deletable("t")), "run")) {
            load(session, data("t", "id a gone", record(1, "one", false)));
            log.clear();
            assertThat(load(session, data("t", "id a gone", record(2, "two", null), record(9, null, true))))
                    .containsEntry("t", counts(2, 1, 0, 1, 0));
            assertThat(log.all()).noneMatch(sql -> sql.startsWith("COPY \"public\""));
            load(session, data("t", "id a gone", record(3, "three", false)));
        }
        assertThat(log.all()).anyMatch(sql -> sql.equals("COPY \"public\".\"t\" (\"id\", \"a\") FROM STDIN"));
        assertThat(db.<String>value("select string_agg(a, ' ' order by id) from t"))
                .isEqualTo("one two three");
    }

    @Test
    void a_page_with_a_known_row_or_a_key_twice_is_taken_back_and_staged(TestDatabase db) {
        db.execute("create table t (id int primary key, version int, a text)");
        try (PostgresSession session = new PostgresSession(into(db, versioned("t")), "run")) {
            load(session, data("t", "id version a gone", record(1, 1, "one", false)));

            assertThat(load(
                            session,
                            data("t", "id version a gone", record(2, 1, "two", false), record(1, 0, "old", false))))
                    .containsEntry("t", counts(2, 1, 0, 0, 1));
            load(session, data("t", "id version a gone", record(3, 1, "three", false)));
            assertThat(load(
                            session,
                            data("t", "id version a gone", record(4, 2, "new", false), record(4, 1, "old", false))))
                    .containsEntry("t", counts(2, 1, 0, 0, 1));
        }
        assertThat(db.<String>value("select string_agg(a, ' ' order by id) from t"))
                .isEqualTo("one two three new");
    }

    @Test
    void a_record_without_its_key_or_with_a_value_that_cannot_be_is_named_as_ever(TestDatabase db) {
        db.execute("create table t (id int primary key, a varchar(3))");
        PostgresTargetSpec spec = into(db, table("t"));
        refused(spec, db, record(3, "four"), "value too long");
        refused(spec, db, record(null, "x"), "null value");
        refused(spec, db, record("three", "x"), "invalid input syntax");
        refused(spec, db, record(3, new Object()), "has no form");
        refused(spec, db, record(3, "\0"), "U+0000");
    }

    private static void refused(PostgresTargetSpec spec, TestDatabase db, @Nullable Object[] bad, String reason) {
        db.execute("truncate t");
        try (PostgresSession session = new PostgresSession(spec, "run")) {
            load(session, data("t", "id a", record(1, "one")));
            assertThatThrownBy(() -> load(session, data("t", "id a", record(2, "two"), bad)))
                    .isInstanceOf(BadRecordException.class)
                    .hasMessageContaining(reason);
            assertThat(db.count("t")).as("nothing of the page").isEqualTo(1);
            load(session, data("t", "id a", record(2, "two"), record(3, "3")));
        }
        assertThat(db.count("t")).isEqualTo(3);
    }

    /** A table whose key lets NULL in would take such a record again and again. */
    @Test
    void a_record_without_its_key_is_refused_also_by_a_table_that_would_take_it(TestDatabase db) {
        db.execute("create table t (id int not null unique, a text)");
        TableSpec spec = new TableSpec(QualifiedName.parse("t"), List.of("id"), null, null);
        try (PostgresSession session = new PostgresSession(into(db, spec), "run")) {
            load(session, data("t", "id a", record(1, "one")));
            db.execute("alter table t alter id drop not null");

            for (Object key : new Object[] {null, Optional.empty()}) {
                assertThatThrownBy(() -> load(session, data("t", "id a", record(2, "two"), record(key, "x"))))
                        .isInstanceOf(BadRecordException.class)
                        .hasMessageContaining("null value");
                load(session, data("t", "id a", record(9, "nine")));
                db.execute("delete from t where id = 9");
                load(session, data("t", "id a", record(9, "nine")));
                db.execute("delete from t where id = 9");
            }
        }
        assertThat(db.count("t")).isEqualTo(1);
    }

    /** What is planned for pages that need no staging must not be made at once when one does. */
    @Test
    void pages_that_bring_ever_other_columns_leave_no_staging_to_be_made(TestDatabase db) {
        db.execute("create table t (id int primary key, a text, b text)");
        StatementLog log = new StatementLog(db.dataSource());
        try (PostgresSession session = new PostgresSession(into(log, table("t")), "run")) {
            for (int page = 1; page < 20; page++) {
                load(session, data("t", page % 2 == 0 ? "id a" : "id b", record(page, "x")));
            }
            log.clear();
            load(session, data("t", "id a", record(1, "y")));
        }
        assertThat(log.all().stream().filter(sql -> sql.startsWith("CREATE"))).hasSize(1);
    }

    @Test
    void what_the_table_needs_and_the_records_do_not_fill_is_named_as_ever(TestDatabase db) {
        db.execute("create table t (id int primary key, a text)");
        try (PostgresSession session = new PostgresSession(into(db, table("t")), "run")) {
            load(session, data("t", "id a", record(1, "one")));
            db.execute("update t set a = '-' where a is null", "alter table t alter a set not null");

            assertThatThrownBy(() -> load(session, data("t", "id", record(2))))
                    .isInstanceOf(EtlException.class)
                    .hasMessageContaining("must not be NULL");
        }
        assertThat(db.count("t")).isEqualTo(1);
    }

    /** One session remembers that pages were new, and copies; a session for each page does not. */
    @Test
    @Tag("slow")
    void any_pages_leave_what_they_leave_by_staging(TestDatabase db) throws Exception {
        db.execute(
                "create table direct (id int primary key, version int, a text, u int unique)",
                "create table staged (id int primary key, version int, a text, u int unique)");
        Seeded.times(10).play("DirectCopyTest", seed -> {
            db.execute("truncate direct, staged");
            Random random = Seeded.random(seed);
            try (PostgresSession session = new PostgresSession(into(db, versioned("direct")), "run")) {
                int next = 0;
                for (int page = 0; page < 12; page++) {
                    List<Object[]> records = new ArrayList<>();
                    int size = 1 + random.nextInt(8);
                    for (int i = 0; i < size; i++) {
                        int id = random.nextInt(12) == 0 ? random.nextInt(next + 1) : next++;
                        records.add(record(
                                id,
                                random.nextInt(3),
                                random.nextInt(30) == 0 ? "\0" : "v" + random.nextInt(5),
                                random.nextInt(20) == 0 ? random.nextInt(next + 1) : id,
                                random.nextInt(40) == 0));
                    }
                    Object[][] rows = records.toArray(Object[][]::new);
                    String direct = outcome(session, data("direct", "id version a u gone", rows));
                    String staged;
                    try (PostgresSession other = new PostgresSession(into(db, versioned("staged")), "other")) {
                        staged = outcome(other, data("staged", "id version a u gone", rows));
                    }
                    assertThat(direct).isEqualTo(staged);
                    assertThat(db.query("select * from direct order by id"))
                            .isEqualTo(db.query("select * from staged order by id"));
                }
            }
        });
    }

    private static String outcome(PostgresSession session, TargetData page) {
        try {
            return Loads.load(session, page).get(page.table()).toString();
        } catch (EtlException e) {
            return e.getMessage().replace("staged", "direct");
        }
    }
}
