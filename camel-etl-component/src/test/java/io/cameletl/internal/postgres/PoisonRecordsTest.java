package io.cameletl.internal.postgres;

import static io.cameletl.internal.postgres.support.Loads.data;
import static io.cameletl.internal.postgres.support.Loads.into;
import static io.cameletl.internal.postgres.support.Loads.many;
import static io.cameletl.internal.postgres.support.Loads.record;
import static io.cameletl.internal.postgres.support.Loads.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.BadRecordException;
import io.cameletl.EtlException;
import io.cameletl.TargetData;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.support.Loads;
import io.cameletl.internal.postgres.support.Rejecting;
import io.cameletl.support.OneIn;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One record of ten that a page cannot be loaded with, in every way there is: it is set aside and the other nine arrive, and
 * where none may be set aside, it is named. What is no record's fault is not put down to one.
 */
@WithPostgres
@Tag("slow")
class PoisonRecordsTest {
    private static final int POISON = 5;

    private static TargetData ten(String columns, @Nullable Object poison, IntFunction<Object> good) {
        return many("t", columns, 0, 10, i -> record(i, i == POISON ? poison : good.apply(i)));
    }

    /** A trigger raises an SQLSTATE for the record. */
    private static PostgresTargetSpec raising(TestDatabase db, String state, String when) {
        db.execute("create table t (id int primary key, v text)");
        db.execute("create function refuse() returns trigger language plpgsql as $$begin if " + when
                + " then raise exception 'not like this' using errcode = '" + state + "'; end if; return new; end$$");
        db.execute("create trigger refuse before insert or update on t for each "
                + (when.equals("true") ? "statement" : "row") + " execute function refuse()");
        return into(db, table("t"));
    }

    private static DataSource as(TestDatabase db, String role) {
        PGSimpleDataSource other = new PGSimpleDataSource();
        other.setUrl(db.url());
        other.setUser(role);
        other.setPassword("p");
        return other;
    }

    private static TargetData plain() {
        return ten("id v", "v5", i -> "v" + i);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @OneIn(4)
    @CsvSource({
        // the data, for certain
        "22001, record",
        "22012, record",
        "22P02, record",
        "23502, record",
        "23514, record",
        // limits of the server, which a value can reach and a statement too
        "54000, record",
        "54001, record",
        "54023, record",
        // what triggers, functions, views and policies say
        "P0001, record",
        "P0002, record",
        "P0003, record",
        "P0004, record",
        "44000, record",
        "42501, record",
        "09000, record",
        "2F002, record",
        "38000, record",
        "39004, record",
        "27000, record",
        "21000, record",
        "U0001, record",
        "MY123, record",
        // what the server cannot do with this value, or fails of
        "0A000, record",
        "XX000, record",
        // more columns than there can be, names and types: the table's or the trigger's
        "54011, page",
        "42P01, page",
        "42703, page",
        "42883, page",
        "42804, page",
        "3F000, page",
        "0P000, page",
        // the session's, the transaction's and the machine's
        "08006, page",
        "25006, page",
        "26000, page",
        "28000, page",
        "34000, page",
        "55000, page",
        "58030, page",
        "F0001, page",
        "HV000, page",
        "XX001, page",
        "XX002, page",
        // passing
        "40001, page",
        "40P01, page",
        "53100, page",
        "53200, page",
        "53300, page",
        "55P03, page",
        "57014, page",
    })
    void a_failure_is_put_down_to_the_record_or_to_the_page(String state, String verdict, TestDatabase db) {
        PostgresTargetSpec spec = raising(db, state, "new.id = " + POISON);

        if (verdict.equals("record")) {
            Rejecting loaded = Rejecting.load(spec, 10, plain());

            assertThat(loaded.keys()).containsExactly("id = " + POISON);
            assertThat(loaded.only().sqlState()).isEqualTo(state);
            assertThat(loaded.only().reason()).contains(state, "not like this");
            assertThat(db.count("t")).isEqualTo(9);
            db.execute("truncate t");
            assertThatThrownBy(() -> Loads.load(spec, plain()))
                    .isInstanceOf(BadRecordException.class)
                    .hasMessageContaining("record " + (POISON + 1) + " (id = " + POISON + ")")
                    .hasMessageContaining(state);
        } else {
            assertThatThrownBy(() -> Rejecting.load(spec, 10, plain()))
                    .isInstanceOf(EtlException.class)
                    .isNotInstanceOf(BadRecordException.class)
                    .hasMessageContaining("the page could not be loaded");
            assertThat(db.count("t")).isZero();
        }
    }

    @ParameterizedTest
    @OneIn(4)
    @ValueSource(strings = {"P0001", "54001", "0A000", "XX000", "42501"})
    void what_fails_without_any_record_is_no_records_fault(String state, TestDatabase db) {
        PostgresTargetSpec spec = raising(db, state, "true");

        for (int allowed : new int[] {0, 100}) {
            assertThatThrownBy(() -> Rejecting.load(spec, allowed, plain()))
                    .isInstanceOf(EtlException.class)
                    .isNotInstanceOf(BadRecordException.class)
                    .hasMessageContaining("the page could not be loaded")
                    .hasMessageContaining(state);
        }
        assertThat(db.count("t")).isZero();
    }

    @Test
    void a_table_that_the_user_may_not_write_is_no_records_fault(TestDatabase db) {
        String role = db.name() + "_reader";
        db.execute("create table t (id int primary key, v text)");
        db.execute("create role " + role + " login password 'p'");
        db.execute("grant select on t to " + role);

        try {
            assertThatThrownBy(() -> Rejecting.load(into(as(db, role), table("t")), 100, plain()))
                    .isInstanceOf(EtlException.class)
                    .isNotInstanceOf(BadRecordException.class)
                    .hasMessageContaining("42501");
        } finally {
            db.execute("drop owned by " + role, "drop role " + role);
        }
    }

    @Test
    void a_row_that_a_policy_refuses_is_a_bad_record(TestDatabase db) {
        String role = db.name() + "_writer";
        db.execute("create table t (id int primary key, v text)");
        db.execute("alter table t enable row level security");
        db.execute("create policy most on t using (true) with check (id <> " + POISON + ")");
        db.execute("create role " + role + " login password 'p'");
        db.execute("grant select, insert, update, delete on t to " + role);

        try {
            Rejecting loaded = Rejecting.load(into(as(db, role), table("t")), 10, plain());

            assertThat(loaded.keys()).containsExactly("id = " + POISON);
            assertThat(loaded.only().reason()).contains("row-level security");
            assertThat(db.count("t")).isEqualTo(9);
        } finally {
            db.execute("drop owned by " + role, "drop role " + role);
        }
    }

    @ParameterizedTest
    @OneIn(4)
    @ValueSource(strings = {"json", "jsonb"})
    void json_that_is_nested_too_deep_for_the_server_is_a_bad_record(String type, TestDatabase db) {
        db.execute("create table t (id int primary key, v " + type + ")");
        String deep = "[".repeat(1_000_000) + "]".repeat(1_000_000);

        Rejecting loaded = Rejecting.load(into(db, table("t")), 10, ten("id v", deep, i -> "[]"));

        assertThat(loaded.only().key()).isEqualTo("id = " + POISON);
        assertThat(loaded.only().sqlState()).isEqualTo("54001");
        assertThat(loaded.only().record()).contains(deep);
        assertThat(db.count("t")).isEqualTo(9);
    }

    /** What breaks the writer of values: nested too deep, holding itself, too large, or with code that fails. */
    private enum Broken {
        NESTED("jsonb") {
            @Override
            Object value() {
                return nested(100_000);
            }
        },
        NESTED_ARRAY("int[]") {
            @Override
            Object value() {
                return nested(100_000);
            }
        },
        HOLDS_ITSELF("jsonb") {
            @Override
            Object value() {
                List<Object> self = new ArrayList<>();
                self.add(List.of(self));
                return self;
            }
        },
        TOO_LARGE("text") {
            @Override
            Object value() {
                return new Text(() -> {
                    throw new OutOfMemoryError("too large");
                });
            }
        },
        TOO_DEEP("text") {
            @Override
            Object value() {
                return new Text(() -> {
                    throw new StackOverflowError();
                });
            }
        },
        FAILS("text") {
            @Override
            Object value() {
                return new Text(() -> {
                    throw new IllegalStateException("closed");
                });
            }
        };

        private final String type;

        Broken(String type) {
            this.type = type;
        }

        abstract Object value();

        static Object nested(int depth) {
            Object value = List.of();
            for (int i = 0; i < depth; i++) {
                value = List.of(value);
            }
            return value;
        }
    }

    /** A text that cannot be had. */
    private record Text(Runnable breaks) implements CharSequence {
        @Override
        public int length() {
            return 1;
        }

        @Override
        public char charAt(int index) {
            return 'x';
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return this;
        }

        @Override
        public String toString() {
            breaks.run();
            return "x";
        }
    }

    @Test
    void a_value_that_breaks_its_writer_is_a_bad_record(TestDatabase db) {
        for (Broken broken : Broken.values()) {
            db.execute("drop table if exists t");
            db.execute("create table t (id int primary key, v " + broken.type + ")");
            TargetData page = ten("id v", broken.value(), i -> null);

            Rejecting loaded = Rejecting.load(into(db, table("t")), 10, page);

            assertThat(loaded.keys()).as("%s", broken).containsExactly("id = " + POISON);
            assertThat(loaded.only().reason()).as("%s", broken).startsWith("column v: ");
            assertThat(db.count("t")).as("%s", broken).isEqualTo(9);
            assertThatThrownBy(() -> Loads.load(into(db, table("t")), page))
                    .as("%s", broken)
                    .isInstanceOf(BadRecordException.class)
                    .hasMessageContaining("id = " + POISON)
                    .hasMessageContaining("column v");
        }
    }

    @Test
    void what_stands_for_a_value_that_could_not_be_kept_is_never_loaded_as_one(TestDatabase db) {
        db.execute("create table t (id int primary key, v text)");
        Rejecting loaded = Rejecting.load(into(db, table("t")), 10, ten("id v", Broken.TOO_LARGE.value(), i -> null));

        TargetData again = new TargetData("t", List.of(loaded.only().values("p")));

        assertThatThrownBy(() -> Loads.load(into(db, table("t")), again))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("NUL");
    }

    /** A bean of which one getter fails. */
    public static final class Bean {
        private final int id;

        Bean(int id) {
            this.id = id;
        }

        public int getId() {
            return id;
        }

        public String getV() {
            if (id == POISON) {
                return getV() + id; // for ever
            }
            return "v";
        }
    }

    @Test
    void a_bean_whose_getter_fails_is_a_bad_record(TestDatabase db) {
        db.execute("create table t (id int primary key, v text)");
        List<Bean> beans = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            beans.add(new Bean(i));
        }

        Rejecting loaded = Rejecting.load(into(db, table("t")), 10, new TargetData("t", beans));

        assertThat(loaded.keys()).containsExactly("id = " + POISON);
        assertThat(loaded.only().reason())
                .contains("reading the column v of a " + Bean.class.getName(), "StackOverflow");
        assertThat(db.count("t")).isEqualTo(9);
    }

    @Test
    void a_bad_record_that_is_too_large_for_the_ledger_is_kept_without_its_large_value(TestDatabase db) {
        db.execute("create table t (id int primary key, v text, n int)");
        String large = "x".repeat(40_000_000);

        Rejecting loaded = Rejecting.load(
                into(db, table("t")), 10, data("t", "id v n", record(1, large, "no number"), record(2, "v", 2)));

        assertThat(loaded.only().key()).isEqualTo("id = 1");
        assertThat(loaded.only().record())
                .hasSizeLessThan(1_000)
                .contains("not kept: 40000000 characters", "no number");
        assertThat(db.count("t")).isEqualTo(1);
    }

    @Test
    void large_values_are_loaded_whole(TestDatabase db) {
        db.execute("create table t (id int primary key, v text)");
        String large = "\u00e4\t\\x\ud83d\ude00".repeat(1_000_000);

        Loads.load(into(db, table("t")), data("t", "id v", record(1, large), record(2, "v")));

        assertThat(db.<String>value("select v from t where id = 1")).isEqualTo(large);
        assertThat(db.count("t")).isEqualTo(2);
    }
}
